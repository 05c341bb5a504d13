// Positions as longitude and latitude in degrees, typed by datum so that the compiler keeps them apart.

declare const datumBrand: unique symbol;

type Position<Name extends string> = readonly [longitude: number, latitude: number] & {
  readonly [datumBrand]: Name;
};

/** WGS84, and CGCS2000, which differs from it by less than a metre. The only kind the product stores. */
export type Wgs84 = Position<'wgs84'>;
/** GCJ-02, the offset datum of most Chinese web maps: some 300–700 m away from WGS84 inside China. */
export type Gcj02 = Position<'gcj02'>;
/** BD-09, Baidu's datum: GCJ-02 with a further offset. */
export type Bd09 = Position<'bd09'>;

/** Coordinates that cannot exist or do not fit the stated datum; `zh` and `en` say what to do. */
export class PositionError extends RangeError {
  readonly zh: string;
  readonly en: string;

  constructor(text: { readonly zh: string; readonly en: string }) {
    super(text.en);
    this.name = 'PositionError';
    this.zh = text.zh;
    this.en = text.en;
  }
}

/** Throws PositionError unless both are finite, |longitude| ≤ 180 and |latitude| ≤ 90 (degrees). */
export function wgs84(longitude: number, latitude: number): Wgs84 {
  return checked<'wgs84'>(longitude, latitude);
}

/** As wgs84(), for a position stated in GCJ-02. */
export function gcj02(longitude: number, latitude: number): Gcj02 {
  return checked<'gcj02'>(longitude, latitude);
}

/** As wgs84(), for a position stated in BD-09. */
export function bd09(longitude: number, latitude: number): Bd09 {
  return checked<'bd09'>(longitude, latitude);
}

function checked<Name extends string>(longitude: number, latitude: number): Position<Name> {
  // Written so that NaN fails too.
  if (!(Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90)) {
    throw new PositionError({
      zh: `经度 ${longitude}、纬度 ${latitude} 不可能存在：经度须在 ±180 以内，纬度须在 ±90 以内。请核对数值、顺序和坐标系。`,
      en: `Longitude ${longitude}, latitude ${latitude} cannot exist: longitude must be within ±180, latitude within ±90. Check the numbers, their order and the datum.`,
    });
  }
  return [longitude, latitude] as unknown as Position<Name>;
}
