// Preset for Global Energy Monitor's Global Coal Plant Tracker, sheet "Units": one row a unit.
import type { Mapping } from '../../../contract/imports.ts';

export const gemCoal: Mapping = {
  name: 'gem-coal',
  title: 'Global Coal Plant Tracker (Global Energy Monitor)',
  crs: 'wgs84',
  sheets: [
    {
      match: ['GEM unit/phase ID', 'GEM location ID', 'Plant name', 'Capacity (MW)', 'Status', 'Latitude', 'Longitude'],
      fields: {
        // A plant is the tracker's location; its owner is kept beside it, since one plant may have several.
        enterpriseKey: 'GEM location ID',
        enterpriseName: { columns: ['Plant name (local)', 'Plant name'] },
        enterpriseNameEn: 'Plant name',
        otherNames: 'Plant name (other)',
        unitKey: 'GEM unit/phase ID',
        unitName: 'Unit name',
        industry: { constant: 'coal_power' },
        product: { constant: 'coal-fired-power' },
        capacity: 'Capacity (MW)',
        capacityUnit: { constant: 'MW' },
        status: 'Status',
        commissioned: 'Start year',
        retired: 'Retired year',
        captive: 'Captive',
        technology: 'Combustion technology',
        owner: 'Owner',
        ownerGroup: { column: 'Parent', pick: 'largest-share' },
        address: 'Location',
        county: 'Local area (taluk, county)',
        city: 'Major area (prefecture, district)',
        province: 'Subnational unit (province, state)',
        latitude: 'Latitude',
        longitude: 'Longitude',
        accuracy: 'Location accuracy',
      },
    },
  ],
};
