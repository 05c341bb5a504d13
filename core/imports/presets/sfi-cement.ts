// Preset for the Spatial Finance Initiative's Global Database of Cement Production Assets: one row a plant.
import type { Mapping } from '../../../contract/imports.ts';

export const sfiCement: Mapping = {
  name: 'sfi-cement',
  title: 'Global Database of Cement Production Assets (Spatial Finance Initiative)',
  crs: 'wgs84',
  sheets: [
    {
      match: ['uid', 'plant_type', 'production_type', 'capacity', 'latitude', 'longitude'],
      fields: {
        enterpriseKey: 'uid',
        // Plants have no name of their own in this database; an owner's name, or else the place and id, stands in.
        enterpriseName: { columns: ['owner_name', 'uid'] },
        enterpriseNameEn: 'owner_name',
        owner: 'owner_name',
        ownerGroup: 'parent_name',
        unitKey: 'uid',
        industry: { constant: 'cement' },
        product: { constant: 'cement' },
        capacity: 'capacity',
        // Stated as million tonnes of cement a year.
        capacityUnit: { constant: 'Mt/a' },
        status: 'status',
        commissioned: 'year',
        technology: { join: ['plant_type', 'production_type'] },
        city: 'city',
        province: 'state',
        latitude: 'latitude',
        longitude: 'longitude',
        accuracy: 'accuracy',
      },
    },
  ],
};
