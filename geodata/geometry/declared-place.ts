// Whether the place a record states agrees with where its position lies.

import type { PlaceNames } from './place-names.ts';
import type { Placement } from './placement.ts';

export type PlaceLevel = 'province' | 'city' | 'county';

/** What the record says; blank texts count as not stated. */
export interface DeclaredPlace {
  readonly province?: string | null;
  readonly city?: string | null;
  readonly county?: string | null;
}

export interface PlaceDifference {
  readonly level: PlaceLevel;
  /** The record's own words, and the adcode they mean today. */
  readonly declared: string;
  readonly declaredCode: number;
  /** Adcode of where the position lies; null at sea, abroad or where no province is known. */
  readonly actual: number | null;
}

export interface DeclaredPlaceCheck {
  readonly differs: readonly PlaceDifference[];
  /** Words that name no division known here, or several. They are no difference: nobody knows what they mean. */
  readonly unrecognised: readonly { readonly level: PlaceLevel; readonly declared: string }[];
}

/**
 * A former name counts as the division of today. Cities and counties are compared only inside the province and only if
 * the record does not name another province: its cities are not known here. Offshore nothing is compared but the words.
 */
export function declaredPlaceDiffers(
  declared: DeclaredPlace,
  placement: Pick<Placement, 'place' | 'cityCode' | 'countyCode' | 'elsewhereCode'>,
  names: PlaceNames,
): DeclaredPlaceCheck {
  const differs: PlaceDifference[] = [];
  const unrecognised: { level: PlaceLevel; declared: string }[] = [];

  const compare = (level: PlaceLevel, text: string, code: number | undefined, actual: number | null): void => {
    if (code === undefined) unrecognised.push({ level, declared: text });
    else if (code !== actual) differs.push({ level, declared: text, declaredCode: code, actual });
  };

  const provinceText = stated(declared.province);
  const provinceCode = provinceText ? names.provinceByName(provinceText)?.adcode : undefined;
  if (provinceText) {
    const actual = placement.place === 'inside' ? names.provinceCode : placement.elsewhereCode;
    const comparable =
      provinceCode === undefined ||
      placement.place === 'inside' ||
      (placement.place === 'outside' && (actual !== null || provinceCode === names.provinceCode));
    if (comparable) compare('province', provinceText, provinceCode, actual);
  }
  if (provinceCode !== undefined && provinceCode !== names.provinceCode) return { differs, unrecognised };

  const { cityCode, countyCode } = placement;
  const cityText = stated(declared.city);
  const declaredCity = cityText ? names.cityByName(cityText)?.adcode : undefined;
  if (cityText && (cityCode !== null || declaredCity === undefined)) compare('city', cityText, declaredCity, cityCode);

  const countyText = stated(declared.county);
  if (countyText) {
    // A name that occurs twice is read in the declared city, else in the actual one.
    const county =
      (declaredCity === undefined ? null : names.countyByName(countyText, declaredCity)) ??
      names.countyByName(countyText) ??
      (cityCode === null ? null : names.countyByName(countyText, cityCode));
    if (countyCode !== null || !county) compare('county', countyText, county?.adcode, countyCode);
  }
  return { differs, unrecognised };
}

function stated(text: string | null | undefined): string | null {
  return text?.trim() || null;
}
