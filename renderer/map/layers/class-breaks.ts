// Values in classes of about equal size, for colouring areas. Pure.

export interface ValueClass {
  /** Least and greatest value that is in it, both included. */
  readonly least: number;
  readonly greatest: number;
  readonly count: number;
}

/**
 * At most `most` classes, ascending, each of about as many values as the others (quantiles). Equal values share a
 * class, so there are fewer classes where many values are equal.
 */
export function quantileClasses(values: readonly number[], most: number): ValueClass[] {
  const sorted = values.toSorted((one, other) => one - other);
  const classes: { least: number; greatest: number; count: number }[] = [];
  let classBefore = -1;
  let lower = 0;
  sorted.forEach((value, rank) => {
    if (value !== sorted[rank - 1]) lower = rank;
    const place = Math.floor((lower * most) / sorted.length);
    const last = classes.at(-1);
    if (last === undefined || place !== classBefore) classes.push({ least: value, greatest: value, count: 1 });
    else {
      last.greatest = value;
      last.count += 1;
    }
    classBefore = place;
  });
  return classes;
}

/** Index of the class that a value belongs to; the value must be one of those that the classes were made of. */
export function classOf(value: number, classes: readonly ValueClass[]): number {
  return classes.findIndex(({ greatest }) => value <= greatest);
}

/** The greatest of 1, 2 or 5 times a power of ten that is no more than `value`, which must be above 0. */
export function roundBelow(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const digit = [5, 2, 1].find((each) => each * power <= value);
  // At powers of ten the logarithm may come out a hair too large.
  return digit === undefined ? power / 2 : digit * power;
}

/** Three round values for a legend's scale, descending: at most the greatest, a quarter and a sixteenth of it. */
export function roundScale(greatest: number): number[] {
  return greatest > 0 ? [1, 4, 16].map((part) => roundBelow(greatest / part)) : [];
}
