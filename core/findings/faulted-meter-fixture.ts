// Test support: a meter's fortnight with faults planted at seeded places, and synthetic loads that are not the bundled ones.

export interface MeterRow {
  /** Start of the interval, ms since the epoch. */
  readonly time: number;
  readonly value: number;
}

export interface Plant {
  readonly kind: FaultKind;
  /** Window in which a finding has to name it. */
  readonly from: number;
  readonly to: number;
  readonly size: string;
}

export const faultKinds = [
  ...['stuck', 'gap', 'spike', 'negative', 'scale-10', 'scale-1000', 'scale-tenth', 'shift', 'shift-late', 'rolled'],
  ...['zeros', 'duplicates', 'conflicts', 'late', 'copied-day', 'reset', 'drift', 'offset', 'clipped', 'mixed-unit'],
  ...['line', 'noise', 'rounded', 'stuck-short', 'catch-up', 'spike-block', 'dip'],
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const STEP = 900_000;
const round = (value: number, decimals = 2): number => Number(value.toFixed(decimals));

/**
 * Plants one fault in rows of a meter in order of time. `at` = index of its first row, `random` chooses its size.
 * Rows come back in the order in which the file would hold them.
 */
export function plantFault(
  rows: readonly MeterRow[],
  kind: FaultKind,
  at: number,
  random: () => number,
): { rows: MeterRow[]; plant: Plant } {
  const out = rows.map((row) => ({ ...row }));
  let start = at;
  const between = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  const first = rows[at];
  if (!first || !rows[1]) throw new Error('no such row');
  const step = rows[1].time - (rows[0]?.time ?? 0);
  const hours = (count: number): number => Math.round((count * 3_600_000) / step);
  const hoursOf = (slots: number): number => (slots * step) / 3_600_000;
  const perDay = hours(24);
  const decimals = Math.max(...rows.slice(0, perDay).map(({ value }) => `${value}`.split('.')[1]?.length ?? 0));
  const written = (value: number): number => round(value, decimals);
  const sorted = rows.map(({ value }) => value).sort((a, b) => a - b);
  const quantile = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
  const reach = quantile(0.99) - quantile(0.01);
  const plant = (
    length: number,
    size: string,
    file: readonly MeterRow[] = out,
  ): { rows: MeterRow[]; plant: Plant } => ({
    rows: [...file],
    plant: {
      kind,
      from: rows[start]?.time ?? first.time,
      to: (rows[Math.min(rows.length, start + length) - 1]?.time ?? first.time) + step,
      size,
    },
  });
  const change = (length: number, to: (value: number, i: number) => number): void => {
    for (let i = 0; i < length && start + i < out.length; i++) {
      const row = out[start + i];
      if (row) out[start + i] = { time: row.time, value: to(row.value, i) };
    }
  };
  switch (kind) {
    case 'stuck': {
      const length = hours(between(4, 24));
      change(length, () => first.value);
      return plant(length, `${hoursOf(length)} h`);
    }
    case 'stuck-short': {
      // While it runs: of a standby that hardly moves it could not be told.
      const length = between(6, 13);
      const running = (quantile(0.1) + quantile(0.9)) / 2;
      const runs = (from: number): boolean =>
        from + length < rows.length && rows.slice(from, from + length).every(({ value }) => value > running);
      const found = rows.findIndex((_, i) => i >= at && runs(i));
      start = Math.max(
        found,
        rows.findIndex((_, i) => runs(i)),
      );
      change(length, () => rows[start]?.value ?? 0);
      return plant(length, `${length} values`);
    }
    case 'catch-up': {
      const length = between(4, Math.max(6, hours(6)));
      const sum = rows.slice(at, at + length).reduce((total, { value }) => total + value, 0);
      const last = rows[at + length - 1] ?? first;
      out.splice(at, length, { time: last.time, value: round(sum) });
      return plant(length, `${hoursOf(length)} h`);
    }
    case 'spike-block': {
      const length = between(4, 6);
      const times = between(3, 8);
      change(length, () => written(quantile(1) * (times + random())));
      return plant(length, `${length} values`);
    }
    case 'dip': {
      change(1, () => 0);
      return plant(1, 'one zero');
    }
    case 'noise': {
      const length = hours(between(12, 48));
      change(length, (value) => written(value * (0.3 + 1.7 * random())));
      return plant(length, `${hoursOf(length)} h`);
    }
    case 'rounded': {
      const length = perDay * between(1, 3);
      change(length, (value) => Math.round(value));
      return plant(length, `${length / perDay} d`);
    }
    case 'gap': {
      const length = hours(between(2, 24));
      return plant(length, `${hoursOf(length)} h`, out.toSpliced(at, length));
    }
    case 'spike': {
      const length = between(1, 2);
      const times = between(5, 12);
      // A person plants it where it shows: beyond what is around it.
      const around = Math.max(...rows.slice(Math.max(0, at - 4), at + length + 4).map(({ value }) => value));
      change(length, () => written(around * times));
      return plant(length, `× ${times}`);
    }
    case 'negative': {
      const length = between(1, 8);
      change(length, (value) => -value);
      return plant(length, `${length} values`);
    }
    case 'scale-10':
    case 'scale-1000':
    case 'scale-tenth':
    case 'mixed-unit': {
      const times = {
        'scale-10': 10,
        'scale-1000': 1000,
        'scale-tenth': 0.1,
        'mixed-unit': random() < 0.5 ? 3.6 : 0.001,
      }[kind];
      const length = hours(between(8, 48));
      const keep = random() < 0.5;
      change(length, (value) => (keep ? value * times : written(value * times)));
      return plant(length, `× ${times}, ${hoursOf(length)} h`);
    }
    case 'shift':
    case 'shift-late': {
      // The clock is off for some days: the time marks stand elsewhere, what they meet there comes twice.
      const by = hours(between(1, 8)) * (random() < 0.5 ? 1 : -1);
      const length = kind === 'shift' ? hours(24 * between(1, 4)) : rows.length - at;
      for (let i = at; i < Math.min(out.length, at + length); i++) {
        const row = out[i];
        if (row) out[i] = { time: row.time + by * step, value: row.value };
      }
      return plant(length, `${hoursOf(by)} h for ${Math.round(length / perDay)} d`);
    }
    case 'rolled': {
      const by = hours(between(2, 8)) * (random() < 0.5 ? 1 : -1);
      const length = hours(24 * between(2, 4));
      const values = rows.slice(at, at + length).map(({ value }) => value);
      change(length, (_, i) => values[(i - by + values.length) % values.length] ?? 0);
      return plant(length, `${hoursOf(by)} h for ${Math.round(length / perDay)} d`);
    }
    case 'zeros': {
      const length = hours(between(2, 24));
      change(length, () => 0);
      return plant(length, `${hoursOf(length)} h`);
    }
    case 'duplicates':
    case 'conflicts': {
      const length = between(4, 24);
      const copies = rows.slice(at, at + length);
      const again =
        kind === 'duplicates' ? copies : copies.map(({ time, value }) => ({ time, value: round(value * 1.2 + 1) }));
      return plant(length, `${length} rows`, out.toSpliced(at + length, 0, ...again));
    }
    case 'late': {
      const length = hours(between(2, 12));
      const block = out.splice(at, length);
      const to = Math.min(out.length, at + hours(between(6, 48)));
      return plant(length, `${hoursOf(length)} h`, out.toSpliced(to, 0, ...block));
    }
    case 'copied-day': {
      const back = perDay * between(1, Math.max(1, Math.floor(at / perDay)));
      change(perDay, (value, i) => rows[at + i - back]?.value ?? value);
      return plant(perDay, `${back / perDay} d before`);
    }
    case 'reset': {
      change(1, () => -round(50_000 + random() * 50_000));
      return plant(1, 'one value');
    }
    case 'drift': {
      const length = hours(24 * between(4, 7));
      const rate = 0.5 + random() * 0.5;
      change(length, (value, i) => written(value * (1 + (rate * i) / length)));
      return plant(length, `+${Math.round(rate * 100)} % in ${length / perDay} d`);
    }
    case 'offset': {
      const length = hours(24 * between(1, 4));
      const by = written(reach * (0.12 + 0.36 * random()));
      change(length, (value) => written(value + by));
      return plant(length, `+${by} for ${length / perDay} d`);
    }
    case 'line': {
      // A gap filled in between two values that differ; found where the work begins.
      const length = between(12, 24);
      const top = first.value < quantile(0.6) ? quantile(0.7 + 0.2 * random()) : quantile(0.3 * random());
      change(length, (_, i) => written(first.value + ((top - first.value) * i) / (length - 1)));
      return plant(length, `${length} values`);
    }
    case 'clipped': {
      const length = hours(24 * between(2, 5));
      // Where it shows: a few hours of the busiest are cut off.
      const greatest = rows
        .slice(at, at + length)
        .map(({ value }) => value)
        .sort((a, b) => b - a);
      const top = greatest[Math.min(Math.floor(length / 4), between(16, 64))] ?? 0;
      change(length, (value) => Math.min(top, value));
      return plant(length, `at ${top}`);
    }
  }
}

/**
 * A works that runs two shifts from Monday to Saturday: standby at night, pauses at noon and six, days unlike one another.
 * 15-minute kWh to two decimals.
 */
export function syntheticMeter(seed: number, from: number, days: number): MeterRow[] {
  const random = seeded(seed);
  const around = (): number => random() + random() + random() - 1.5;
  const rows: MeterRow[] = [];
  for (let day = 0; day < days; day++) {
    const works = day % 7 !== 6;
    const busy = 60 + 50 * random();
    const end = 18 + Math.floor(4 * random());
    for (let slot = 0; slot < 96; slot++) {
      const hour = slot / 4;
      const pause = (hour >= 12 && hour < 13) || (hour >= 17.75 && hour < 18.25);
      const runs = works && hour >= 8 && hour < end;
      const value = !runs ? 3.4 + 0.5 * around() : pause ? 9 + 2 * around() : busy + 25 * around();
      rows.push({ time: from + (day * 96 + slot) * STEP, value: round(Math.max(2.5, value)) });
    }
  }
  return rows;
}
