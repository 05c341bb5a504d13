// lianggao figure: a figure, split and narrowed, at two times, with its lineage on request.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type FigureDimension,
  type FigureMeasure,
  type FigureRow,
  figureDimensions,
  figureMeasures,
} from '../../contract/figures.ts';
import { AppError } from '../../core/app-error.ts';
import { MONITORING_FILE, openMonitoring } from '../../core/db/open-monitoring.ts';
import { figures, rangedFigures } from '../../core/figures/catalogue.ts';
import { Figures } from '../../core/figures/handlers.ts';
import { monitoringFigures } from '../../core/figures/monitoring-catalogue.ts';
import { MonitoringFigures } from '../../core/figures/monitoring-figures.ts';
import { LedgerReader } from '../../core/ledger/ledger-reader.ts';
import { openWorkspace } from '../../core/workspace/workspace.ts';
import { language, log, parseTime, printJson, say } from './command.ts';

export interface FigureOptions {
  workspace?: string;
  by?: string;
  where: string[];
  between: string[];
  asOf?: string;
  knownAt?: string;
  period?: string;
  explain?: boolean;
  list?: boolean;
  json?: boolean;
}

/** Inputs that --explain lists; a province has fewer. */
const EXPLAIN_LIMIT = 1_000_000;

function dimension(text: string, id: string): FigureDimension {
  const found = figureDimensions.find(
    (each) => each.toLowerCase() === text.trim().toLowerCase().replaceAll(/[-_]/g, ''),
  );
  if (!found) throw new AppError('unknown-dimension', { id, dimension: text, accepted: figureDimensions.join(', ') });
  return found;
}

/** `capacity=300..600`, either end left out where it is open. */
function range(text: string, id: string): [FigureMeasure, [number | null, number | null]] {
  const [name = '', bounds = ''] = text.split(/=(.*)/s);
  const measure = figureMeasures.find((each) => each === name.trim().toLowerCase());
  if (!measure) throw new AppError('unknown-measure', { id, measure: name, figures: rangedFigures.join(', ') });
  const found = /^(-?\d+(?:\.\d+)?)?\.\.(-?\d+(?:\.\d+)?)?$/.exec(bounds.trim());
  if (!found) throw new AppError('bad-range', { measure, range: bounds });
  const [least = null, greatest = null] = found.slice(1, 3).map((each) => (each === undefined ? null : Number(each)));
  return [measure, [least, greatest]];
}

/** `2026-06-01..2026-07-01`: from the beginning of the first day up to that of the second; or two times on the hour. */
function periodOf(text: string): [number, number] {
  const [from = '', to = ''] = text.split('..');
  return [parseTime(from, true), parseTime(to, true)];
}

/** Keys beside the value: places by name with their code, names of industries and products beside their ids. */
function flatRow({ keys, labels, value, unit, inputs, missing }: FigureRow): Record<string, unknown> {
  const flat: Record<string, unknown> = {};
  for (const [key, code] of Object.entries(keys) as [FigureDimension, string | number | null][]) {
    const label = labels[key];
    if (key === 'city' || key === 'county') {
      flat[key] = code === null ? null : label?.zh;
      flat[`${key}Code`] = code;
      flat[`${key}En`] = code === null ? null : label?.en;
    } else {
      flat[key] = code;
      if (label && code !== null && label.zh !== String(code)) flat[`${key}Name`] = label[language];
    }
  }
  return { ...flat, value, unit, inputs, missing };
}

export async function figureCommand(id: string | undefined, options: FigureOptions): Promise<void> {
  if (options.list || id === undefined) {
    const list = [...figures, ...monitoringFigures].map(({ id: figureId, title, formula, unit, dimensions }) => ({
      id: figureId,
      title: title[language],
      unit,
      dimensions,
      formula: formula[language],
    }));
    if (options.json) printJson(list);
    else for (const each of list) process.stdout.write(`${each.id}\t${each.title}\t${each.dimensions.join(',')}\n`);
    return;
  }
  const by = (options.by ?? '')
    .split(',')
    .filter(Boolean)
    .map((text) => dimension(text, id));
  const where: Partial<Record<FigureDimension, string[]>> = {};
  for (const pair of options.where) {
    const at = pair.indexOf('=');
    const key = dimension(at < 0 ? pair : pair.slice(0, at), id);
    where[key] = [...(where[key] ?? []), at < 0 ? '' : pair.slice(at + 1)];
  }
  const workspace = await openWorkspace(options.workspace ?? '.', { readOnly: true });
  const monitoringPath = join(workspace.dir, MONITORING_FILE);
  const monitoring = existsSync(monitoringPath) ? openMonitoring(monitoringPath, { readOnly: true }) : null;
  try {
    const service = new Figures(
      workspace.db,
      new LedgerReader(workspace.db, Date.now),
      workspace.boundaries,
      new MonitoringFigures(() => monitoring, workspace.boundaries),
    );
    const ask = {
      id,
      by,
      where,
      ...(options.period ? { period: periodOf(options.period) } : {}),
      between: Object.fromEntries(options.between.map((text) => range(text, id))),
      ...(options.asOf ? { asOf: parseTime(options.asOf) } : {}),
      ...(options.knownAt ? { knownAt: parseTime(options.knownAt) } : {}),
    };
    const result = await service.get(ask);
    const rows = result.rows.map(flatRow);
    const explanation = options.explain ? await service.explain(ask, EXPLAIN_LIMIT) : null;
    if (options.json) {
      printJson({
        id: result.id,
        unit: result.unit,
        rows,
        total: result.total,
        totals: result.totals,
        asOf: new Date(result.asOf).toISOString(),
        knownAt: new Date(result.knownAt).toISOString(),
        completeness: result.completeness,
        ...(result.period && { period: result.period.map((at) => new Date(at).toISOString()) }),
        rule: result.rule,
        boundaries: result.boundaries,
        revision: result.revision,
        datasets: result.datasets,
        ...(explanation
          ? { explain: { formula: explanation.definition.formula[language], inputs: explanation.inputs } }
          : {}),
      });
      return;
    }
    for (const row of result.rows) {
      const keys = Object.values(row.labels).map((label) => label[language]);
      process.stdout.write(
        `${[...keys, row.value ?? say('未知', 'unknown'), row.unit === '1' ? '' : row.unit].join('\t')}${row.missing > 0 ? `\t(${say('缺', 'missing')} ${row.missing}/${row.inputs})` : ''}\n`,
      );
    }
    for (const total of result.totals)
      log(
        `${say('合计', 'Total')}\t${total.product ?? ''}\t${total.value ?? say('未知', 'unknown')}\t${total.unit === '1' ? '' : total.unit}`,
      );
    if (result.totals.length === 0 && result.rows.length === 0)
      log(`${say('合计', 'Total')}\t${result.total ?? say('未知', 'unknown')}`);
    else if (result.totals.length === 0)
      log(say('不同年份的数字不相加。', 'Numbers of different years are not added.'));
    if (explanation) {
      process.stdout.write(`${explanation.definition.formula[language]}\n`);
      for (const input of explanation.inputs) {
        const { origin } = input;
        const where =
          origin?.kind === 'cell'
            ? `${origin.file} › ${origin.sheet} › ${origin.letter}${origin.row} (${origin.column}) “${origin.text}” sha256 ${origin.sha256.slice(0, 12)}`
            : origin?.kind === 'person'
              ? `${origin.actor}: ${origin.reason}`
              : origin?.kind === 'readings'
                ? `${origin.device} › ${origin.channel} (${origin.count})`
                : '';
        process.stdout.write(
          `${input.enterpriseName}\t${input.recordName ?? ''}\t${input.value ?? say('未知', 'unknown')}\t${where}\n`,
        );
      }
    }
  } finally {
    monitoring?.close();
    await workspace.close();
  }
}
