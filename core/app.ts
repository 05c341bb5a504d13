// The application: a workspace opened, its features put together, and the contract's calls answered. A list; no logic here.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { implement, ORPCError, type Router } from '@orpc/server';
import type { About, CatalogueEntry } from '../contract/about.ts';
import type { AlarmTransitionRequest } from '../contract/alarms.ts';
import { contract } from '../contract/calls.ts';
import type { FigureQuery } from '../contract/figures.ts';
import type { Mapping } from '../contract/imports.ts';
import { gapRules, ladder, shelfWarningMs, staleMs, verifyWithinMs } from '../policy/alarm-clocks.ts';
import { alarmReasons } from '../policy/alarm-reasons.ts';
import { documents } from '../policy/documents.ts';
import { industries } from '../policy/industries.ts';
import { products } from '../policy/products.ts';
import { statuses } from '../policy/statuses.ts';
import { unitsOfMeasure } from '../policy/units-of-measure.ts';
import { ChangeFeed } from './changes/change-feed.ts';
import { MONITORING_FILE } from './db/open-monitoring.ts';
import { Duty } from './duty/handlers.ts';
import { type ExportedFile, type ExportFormat, exportLedger } from './exports/export-ledger.ts';
import type { FigureAsk } from './figures/figure-ask.ts';
import { Figures } from './figures/handlers.ts';
import { MonitoringFigures } from './figures/monitoring-figures.ts';
import { Imports } from './imports/handlers.ts';
import { Ledger } from './ledger/handlers.ts';
import { type AskedTimes, LedgerReader } from './ledger/ledger-reader.ts';
import { Monitoring } from './monitoring/handlers.ts';
import { asAppError, refusalText } from './refusal.ts';
import { makeReport } from './report/handlers.ts';
import { nameIn } from './report/report-facts.ts';
import { version } from './version.ts';
import { type OpenOptions, openWorkspace, type Workspace } from './workspace/workspace.ts';

/** Context of every call: who makes it. */
export interface AppContext {
  readonly actor: string;
}

export interface AppOptions extends OpenOptions {
  readonly workspaceDir: string;
  readonly log?: ((line: string) => void) | undefined;
}

export type App = Awaited<ReturnType<typeof createApp>>;

/** Opens the workspace and builds the application on it. Throws AppError. */
export async function createApp(options: AppOptions) {
  const now = options.now ?? Date.now;
  const log = options.log ?? (() => undefined);
  const workspace = await openWorkspace(options.workspaceDir, options);
  const { db, boundaries } = workspace;
  const reader = new LedgerReader(db, now);
  const ledger = new Ledger(db, reader, boundaries);
  const imports = new Imports(workspace, now);
  const feed = new ChangeFeed(reader, log);
  const monitoring = new Monitoring({ workspaceDir: workspace.dir, now, log });
  const duty = new Duty(monitoring, boundaries, now);
  const figures = new Figures(db, reader, boundaries, new MonitoringFigures(() => monitoring.db, boundaries));
  const write = oneAtATime();

  const os = implement(contract)
    .$context<AppContext>()
    .use(async ({ next, path: [feature = ''] }) => {
      try {
        return await next();
      } catch (error) {
        throw asCallError(error, ofMonitoring.has(feature) ? join(workspace.dir, MONITORING_FILE) : workspace.dir);
      }
    });

  const router: Router<typeof contract, AppContext> = os.router({
    about: {
      get: os.about.get.handler(async () => aboutOf(workspace, await imports.presets())),
      catalogue: os.about.catalogue.handler(() => readCatalogue(workspace)),
    },
    figure: {
      list: os.figure.list.handler(() => figures.list()),
      get: os.figure.get.handler(({ input }) => figures.get(askOf(input))),
      explain: os.figure.explain.handler(({ input }) => figures.explain(askOf(input), input.limit)),
    },
    ledger: {
      enterprise: os.ledger.enterprise.handler(({ input }) => ledger.enterprise(input.id, input)),
      names: os.ledger.names.handler(({ input }) => ledger.names(input)),
      correct: os.ledger.correct.handler(({ input }) =>
        write(async () => {
          await ledger.correct(input, now());
          feed.committed();
          return { revision: await reader.revision() };
        }),
      ),
    },
    imports: {
      presets: os.imports.presets.handler(() => imports.presets()),
      savePreset: os.imports.savePreset.handler(({ input }) => write(() => imports.savePreset(input))),
      inspect: os.imports.inspect.handler(({ input }) => imports.inspect(input.path, input.name)),
      run: os.imports.run.handler(async function* ({ input, signal }) {
        try {
          const job = await imports.job(input);
          if (job.dryRun) yield* imports.run(job, signal);
          else yield* write.stream(() => imports.run(job, signal));
        } catch (error) {
          throw asCallError(error, workspace.dir);
        } finally {
          // Also where the caller has gone away once it had the report.
          feed.committed();
        }
      }),
      list: os.imports.list.handler(() => imports.list()),
      report: os.imports.report.handler(({ input }) => imports.report(input.id)),
    },
    monitoring: {
      status: os.monitoring.status.handler(() => monitoring.status()),
      devices: os.monitoring.devices.handler(() => monitoring.devices()),
      channels: os.monitoring.channels.handler(({ input }) => monitoring.channels(input)),
      rows: os.monitoring.rows.handler(({ input }) => monitoring.rows(input)),
      completeness: os.monitoring.completeness.handler(({ input }) => monitoring.completeness(input)),
      series: os.monitoring.series.handler(({ input }) => monitoring.series(input)),
      origin: os.monitoring.origin.handler(({ input }) => monitoring.origin(input)),
      quarantine: os.monitoring.quarantine.handler(() => monitoring.quarantine()),
      adopt: os.monitoring.adopt.handler(({ input }) => monitoring.adopt(input)),
      correct: os.monitoring.correct.handler(({ input }) => monitoring.correct(input)),
      arrivals: os.monitoring.arrivals.handler(({ signal }) => monitoring.arrivals(signal)),
    },
    alarms: {
      list: os.alarms.list.handler(({ input }) => monitoring.alarms(input)),
      show: os.alarms.show.handler(({ input }) => monitoring.alarm(input.id)),
      transition: os.alarms.transition.handler(({ input }) => monitoring.transition(input as AlarmTransitionRequest)),
      bulk: os.alarms.bulk.handler(({ input }) => monitoring.bulk(input)),
      undo: os.alarms.undo.handler(({ input }) => monitoring.undo(input)),
      kpis: os.alarms.kpis.handler(({ input }) => monitoring.kpis(input)),
      shelves: os.alarms.shelves.handler(({ input }) => monitoring.shelves(input)),
      changes: os.alarms.changes.handler(({ signal }) => monitoring.alarmChanges(signal)),
    },
    duty: {
      people: os.duty.people.handler(() => duty.people()),
      proposal: os.duty.proposal.handler(({ input }) => duty.proposal(input.alarm)),
      callBacks: os.duty.callBacks.handler(({ input }) => duty.callBacks(input)),
      promise: os.duty.promise.handler(({ input }) => duty.promise(input)),
      done: os.duty.done.handler(({ input }) => duty.done(input)),
      handover: os.duty.handover.handler(({ input }) => duty.handover(input)),
      sign: os.duty.sign.handler(({ input }) => duty.sign(input)),
      handovers: os.duty.handovers.handler(() => duty.handovers()),
      handoverShow: os.duty.handoverShow.handler(({ input }) => duty.handoverShow(input.id)),
      silent: os.duty.silent.handler(() => duty.silent()),
      crossChecks: os.duty.crossChecks.handler(({ input }) => duty.crossChecks(input.alarm)),
      similar: os.duty.similar.handler(({ input }) => duty.similar(input.alarm)),
      replay: os.duty.replay.handler(({ input }) => duty.replay(input)),
      report: os.duty.report.handler(({ input }) =>
        makeReport({ db: monitoring.db, workspace, enterpriseName: nameIn(reader) }, input, now()),
      ),
      replaySteps: os.duty.replaySteps.handler(({ input }) => duty.replaySteps(input)),
    },
    cameras: {
      list: os.cameras.list.handler(() => monitoring.cameras()),
      stills: os.cameras.stills.handler(({ input }) => monitoring.stills(input)),
      snapshot: os.cameras.snapshot.handler(({ input }) => monitoring.takeStill(input.camera, input.alarm)),
      picture: os.cameras.picture.handler(({ input }) => monitoring.picture(input.sha256)),
    },
    world: {
      snapshot: os.world.snapshot.handler(({ input }) => feed.snapshot(input)),
      changes: os.world.changes.handler(({ signal }) => feed.changes(signal)),
    },
  });

  return {
    router,
    workspaceDir: workspace.dir,
    uploadsDir: workspace.uploadsDir,
    geodataDir: workspace.geodataDir,
    figures,
    imports,
    monitoring,
    exportLedger: (format: ExportFormat, asked: AskedTimes): Promise<ExportedFile> =>
      exportLedger({ db, reader, boundaries, isDrill: monitoring.isDrill() }, format, asked),
    close: async (): Promise<void> => {
      feed.close();
      await monitoring.close();
      await write(async () => workspace.close());
    },
  };
}

/** The parsed query; parsing has filled in what was left out. */
function askOf(query: FigureQuery): FigureAsk {
  return { ...query, by: query.by ?? [], where: query.where ?? {}, between: query.between ?? {} };
}

/** What is answered from the monitoring database. */
const ofMonitoring: ReadonlySet<string> = new Set(['monitoring', 'alarms', 'duty', 'cameras']);

/** Refusals travel with their code and both sentences; anything else is logged by the host and kept from the caller. */
function asCallError(error: unknown, dir: string): unknown {
  const refusal = asAppError(error, dir);
  if (!refusal) return error;
  const data = refusalText(refusal);
  const code = data.code === 'unknown-record' ? 'NOT_FOUND' : 'REFUSED';
  return new ORPCError(code, { status: code === 'NOT_FOUND' ? 404 : 422, message: data.en, data, defined: true });
}

/** SQLite has one writer: what writes waits for its turn here, without blocking what reads. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  const run = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return Object.assign(run, {
    /** The turn lasts until the stream ends or its reader goes away. */
    async *stream<T>(work: () => AsyncGenerator<T>): AsyncGenerator<T> {
      let release = (): void => undefined;
      const done = new Promise<void>((resolve) => {
        release = resolve;
      });
      await new Promise<void>((begin) => {
        void run(() => {
          begin();
          return done;
        });
      });
      try {
        yield* work();
      } finally {
        release();
      }
    },
  });
}

function aboutOf({ profile, boundaries }: Workspace, presets: readonly { readonly mapping: Mapping }[]): About {
  const label = ({
    id,
    name,
  }: {
    readonly id: string;
    readonly name: { readonly zh: string; readonly en: string };
  }) => ({ id, name: { ...name } });
  return {
    version,
    profile: {
      id: profile.id,
      name: { ...profile.name },
      bbox: [...profile.bbox],
      timeZone: profile.timeZone,
      attributionLine: profile.attributionLine,
      boundaryFiles: { ...profile.boundaryFiles },
    },
    boundaries: boundaries.sha256,
    cities: boundaries.cities.map((city) => ({ ...city, labelPoint: [...city.labelPoint], bbox: [...city.bbox] })),
    counties: boundaries.counties.map((county) => ({
      ...county,
      labelPoint: [...county.labelPoint],
      bbox: [...county.bbox],
    })),
    industries: industries.map(label),
    products: products.map(label),
    statuses: statuses.map(label),
    datasets: presets.map(({ mapping: { name, title } }) => ({
      id: name,
      name: { zh: title ?? name, en: title ?? name },
    })),
    unitsOfMeasure: unitsOfMeasure.map(label),
    alarmReasons: alarmReasons.map(({ id, name, actions, followUp }) => ({
      ...{ id, name: { ...name }, actions: [...actions] },
      ...(followUp && { followUp }),
    })),
    gapRules: [...gapRules],
    alarmLadder: { verifyWithinMs: verifyWithinMs.value, steps: [...ladder.value] },
    alarmTimes: { staleMs: staleMs.value, shelfWarningMs: shelfWarningMs.value },
    documents: documents.map(({ title, issuer, ...document }) => ({
      ...document,
      title: { ...title },
      issuer: issuer && { ...issuer },
    })),
  };
}

async function readCatalogue({ geodataDir }: Workspace): Promise<CatalogueEntry[]> {
  const catalogue = JSON.parse(await readFile(join(geodataDir, 'catalogue.json'), 'utf8')) as
    | CatalogueEntry[]
    | { files: CatalogueEntry[] };
  return Array.isArray(catalogue) ? catalogue : catalogue.files;
}
