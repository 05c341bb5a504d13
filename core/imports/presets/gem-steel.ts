// Preset for Global Energy Monitor's Global Iron and Steel Tracker: three sheets, joined by the plant's id.
import type { Fields, Mapping } from '../../../contract/imports.ts';

const plant: Fields = {
  enterpriseKey: 'Plant ID',
  enterpriseName: { columns: ['Plant name (other language)', 'Plant name (English)'] },
  enterpriseNameEn: 'Plant name (English)',
};

/** The tracker's words for "no such capacity" and "not known whether there is one". */
const ABSENT = ['', 'N/A', 'unknown'];

const capacityOf = (product: string, industry: string, column: string) => ({
  fields: { product: { constant: product }, industry: { constant: industry }, capacity: column },
  absentWhen: ABSENT,
});

export const gemSteel: Mapping = {
  name: 'gem-steel',
  title: 'Global Iron and Steel Tracker (Global Energy Monitor)',
  crs: 'wgs84',
  sheets: [
    {
      match: ['Plant ID', 'Plant name (English)', 'Coordinates', 'Coking plant capacity (ttpa)'],
      positionOf: 'site',
      coordinateOrder: 'lat-lon',
      fields: {
        ...plant,
        otherNames: { columns: ['Other plant names (other language)', 'Other plant names (English)'] },
        owner: { columns: ['Owner (other language)', 'Owner'] },
        ownerGroup: { column: 'Parent', pick: 'largest-share' },
        address: { columns: ['Other language location address', 'Location address'] },
        province: 'Subnational unit (province/state)',
        city: 'Municipality',
        coordinates: 'Coordinates',
        accuracy: 'Coordinate accuracy',
        capacityUnit: { constant: 'kt/a' },
        unitKey: 'Plant ID',
      },
      // The plant sheet gives these capacities without a status of their own: their status stays unknown.
      units: [
        capacityOf('coke', 'coking', 'Coking plant capacity (ttpa)'),
        capacityOf('sinter', 'steel', 'Sinter plant capacity (ttpa)'),
        capacityOf('pellets', 'steel', 'Pelletizing plant capacity (ttpa)'),
        capacityOf('ferronickel', 'ferroalloy', 'Ferronickel capacity (ttpa)'),
      ],
    },
    {
      match: [
        'Plant ID',
        'Plant name (English)',
        'Status',
        'Nominal crude steel capacity (ttpa)',
        'Nominal iron capacity (ttpa)',
      ],
      fields: {
        ...plant,
        // One row a plant and status, so the status is part of what tells rows apart.
        unitKey: { join: ['Plant ID', 'Status'] },
        status: 'Status',
        commissioned: 'Start date',
        capacityUnit: { constant: 'kt/a' },
      },
      units: [
        capacityOf('crude-steel', 'steel', 'Nominal crude steel capacity (ttpa)'),
        capacityOf('iron', 'steel', 'Nominal iron capacity (ttpa)'),
      ],
    },
    {
      match: ['Plant ID', 'Plant name (English)', 'Type of production'],
      fields: { enterpriseKey: 'Plant ID', enterpriseNameEn: 'Plant name (English)' },
      outputs: {
        product: {
          column: 'Type of production',
          values: {
            'Crude steel production (ttpa)': 'crude-steel',
            'BOF steel production (ttpa)': 'bof-steel',
            'EAF steel production (ttpa)': 'eaf-steel',
            'Iron production (ttpa)': 'iron',
            'BF iron production (ttpa)': 'bf-iron',
            'DRI iron production (ttpa)': 'dri-iron',
          },
        },
        unit: 'kt/a',
        yearColumns: '^(19|20)[0-9]{2}$',
      },
    },
  ],
};
