// The tables as Kysely sees them. Column meanings are in the migrations.
import type { Generated } from 'kysely';

interface VersionColumns {
  version_id: Generated<number>;
  record_id: string;
  valid_from: number;
  valid_to: number;
  recorded_at: number;
  superseded_at: number;
  import_id: number | null;
  correction_id: number | null;
  source_row_id: number | null;
  origin_map_id: number | null;
  moved_origins: string | null;
}

interface PlaceColumns {
  province: string | null;
  city: string | null;
  county: string | null;
  longitude: number | null;
  latitude: number | null;
  accuracy: string | null;
  city_code: number | null;
  county_code: number | null;
  flags: string;
}

export interface EnterpriseVersionTable extends VersionColumns {
  name: string;
  name_en: string | null;
  other_names: string | null;
  credit_code: string | null;
  owner: string | null;
  owner_group: string | null;
}

export interface SiteVersionTable extends VersionColumns, PlaceColumns {
  enterprise_id: string;
  name: string | null;
  address: string | null;
  place: string;
}

export interface UnitVersionTable extends VersionColumns, PlaceColumns {
  enterprise_id: string;
  site_id: string;
  name: string | null;
  industry: string | null;
  product: string | null;
  capacity: number | null;
  capacity_unit: string | null;
  capacity_text: string | null;
  status: string | null;
  commissioned: string | null;
  retired: string | null;
  captive: string | null;
  technology: string | null;
  owner: string | null;
  owner_group: string | null;
  /** null = the unit has no coordinates of its own and stands where its site stands. */
  place: string | null;
}

export interface OutputVersionTable extends VersionColumns {
  enterprise_id: string;
  product: string;
  year: number;
  value: number | null;
  value_unit: string;
  value_text: string | null;
}

interface RecordTable {
  id: string;
  dataset: string;
}

export interface Schema {
  setting: { key: string; value: string };
  source_file: {
    id: Generated<number>;
    sha256: string;
    name: string;
    bytes: number;
    format: string;
    encoding: string | null;
  };
  import: {
    id: Generated<number>;
    recorded_at: number;
    actor: string;
    reason: string | null;
    preset: string;
    mapping: string;
    crs: string;
    boundaries: string;
    valid_from: number | null;
    report: string;
  };
  source_sheet: {
    id: Generated<number>;
    import_id: number;
    file_id: number;
    name: string;
    header_row: number;
    columns: string;
  };
  source_row: { id: Generated<number>; sheet_id: number; row_number: number; cells: string; outcome: string };
  correction: {
    id: Generated<number>;
    recorded_at: number;
    actor: string;
    reason: string;
    entity: string;
    record_id: string;
    attribute: string;
    value: string;
  };
  origin_map: { id: Generated<number>; columns: string };
  preset: { name: string; mapping: string; saved_at: number };
  enterprise: RecordTable;
  site: RecordTable;
  unit: RecordTable;
  output: RecordTable;
  enterprise_version: EnterpriseVersionTable;
  site_version: SiteVersionTable;
  unit_version: UnitVersionTable;
  output_version: OutputVersionTable;
}
