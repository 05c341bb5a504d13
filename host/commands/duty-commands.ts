// lianggao duty: people, handovers, what cannot be seen, and the past, for scripts beside a host that may be running.
import { loadRegistry } from '../../core/devices/registry.ts';
import { crossChecksOf } from '../../core/duty/cross-checks.ts';
import { handoverOf } from '../../core/duty/handovers.ts';
import { importPeople } from '../../core/duty/import-people.ts';
import { listPeople, proposeDispatch } from '../../core/duty/people.ts';
import { replayAlarms } from '../../core/duty/replay.ts';
import { silentNow } from '../../core/duty/silent.ts';
import { similarAlarms } from '../../core/duty/similar.ts';
import { openSourceFile } from '../../core/imports/read/source-file.ts';
import { openWorkspace } from '../../core/workspace/workspace.ts';
import { alarmLine, wholeNumber, withTimes } from './alarm-commands.ts';
import { language, log, parseTime, printJson, say } from './command.ts';
import { withReadings } from './open-readings.ts';

interface OfWorkspace {
  workspace: string;
  json?: boolean;
}

export async function peopleImportCommand(path: string, options: OfWorkspace & { dryRun?: boolean }): Promise<void> {
  // The ledger is only read: a host may be running.
  const workspace = await openWorkspace(options.workspace, { readOnly: true });
  try {
    const file = await openSourceFile(path);
    try {
      const report = await withReadings(options.workspace, {}, (db) =>
        importPeople(db, file, workspace.boundaries, { dryRun: options.dryRun ?? false, now: Date.now() }),
      );
      const { rows, inserted, updated, unchanged, rejected } = report;
      for (const { row, column, sentence } of report.findings)
        log(`${say('第', 'row ')}${row}${say(' 行 ', ' ')}${column}: ${sentence[language]}`);
      log(
        say(
          `${report.dryRun ? '试运行：' : ''}${rows} 行：新增 ${inserted}，更新 ${updated}，不变 ${unchanged}，拒收 ${rejected}`,
          `${report.dryRun ? 'Trial: ' : ''}${rows} rows: ${inserted} inserted, ${updated} updated, ${unchanged} unchanged, ${rejected} rejected`,
        ),
      );
      if (options.json) printJson(report);
      if (rejected === rows) process.exitCode = 1;
    } finally {
      await file.close();
    }
  } finally {
    await workspace.close();
  }
}

export async function peopleListCommand(options: OfWorkspace): Promise<void> {
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const people = listPeople(db);
    if (options.json) return printJson(people);
    for (const { id, name, role, city, skills, onDuty } of people)
      process.stdout.write(
        `${[id, name, role ?? '', city ?? say('全省', 'province'), skills.join(','), onDuty ? say('当班', 'on duty') : ''].join('\t')}\n`,
      );
  });
}

export async function proposalCommand(options: OfWorkspace & { id: string }): Promise<void> {
  const workspace = await openWorkspace(options.workspace, { readOnly: true });
  try {
    await withReadings(options.workspace, { readOnly: true }, (db) => {
      const proposal = proposeDispatch(db, wholeNumber('id', options.id), workspace.boundaries.cities);
      if (options.json) return printJson(proposal);
      for (const { person, distanceKm, open } of proposal.proposed)
        process.stdout.write(
          `${[person.id, person.name, distanceKm === null ? say('距离未知', 'distance unknown') : `${distanceKm.toFixed(1)} km`, say(`在办 ${open}`, `${open} open`)].join('\t')}\n`,
        );
      for (const { person, reasons } of proposal.out)
        log(`${person.id}\t${person.name}\t${reasons.map(({ sentence }) => sentence[language]).join(say('；', '; '))}`);
      for (const { sentence } of proposal.notInForce) log(sentence[language]);
    });
  } finally {
    await workspace.close();
  }
}

export async function handoverCommand(options: OfWorkspace & { from: string; to: string }): Promise<void> {
  const shift = { from: parseTime(options.from, true), to: parseTime(options.to) };
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const handover = handoverOf(db, shift, Date.now());
    if (options.json) return printJson(withTimes(handover));
    for (const { alarm, priority, state, subjectName, sentence, children } of handover.open)
      process.stdout.write(
        `${[alarm, priority, state, subjectName, sentence[language], ...(children.length > 0 ? [say(`合并 ${children.length}`, `stands for ${children.length}`)] : [])].join('\t')}\n`,
      );
    const { counts, shelved, overdue, callBacks, silent, sha256 } = handover;
    log(
      say(
        `未关闭 ${counts.open}，搁置 ${shelved.length}，超时 ${overdue.length}，待回电 ${callBacks.length}，静默 ${silent.length}；SHA-256 ${sha256}`,
        `open ${counts.open}, shelved ${shelved.length}, overdue ${overdue.length}, call-backs ${callBacks.length}, silent ${silent.length}; SHA-256 ${sha256}`,
      ),
    );
  });
}

export async function silentCommand(options: OfWorkspace): Promise<void> {
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const list = silentNow(db, loadRegistry(db), Date.now());
    if (options.json) return printJson(withTimes(list));
    for (const { kind, id, name, channels, within } of list.items)
      if (within === null) process.stdout.write(`${[kind, id, name, channels].join('\t')}\n`);
    log(say(`静默 ${list.silent}/${list.of} 个点位`, `${list.silent} of ${list.of} channels silent`));
  });
}

export async function caseCommand(options: OfWorkspace & { id: string }): Promise<void> {
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const id = wholeNumber('id', options.id);
    const crossChecks = crossChecksOf(db, loadRegistry(db), id);
    const similar = similarAlarms(db, id);
    if (options.json) return printJson(withTimes({ crossChecks, similar }));
    for (const { title, verdict, sentence } of crossChecks)
      process.stdout.write(`${[verdict, title[language], sentence[language]].join('\t')}\n`);
    for (const { alarm, same, cause } of similar)
      process.stdout.write(`${[same, cause, alarmLine(alarm)].join('\t')}\n`);
  });
}

export async function replayCommand(options: OfWorkspace & { at: string }): Promise<void> {
  await withReadings(options.workspace, { readOnly: true }, (db) => {
    const list = replayAlarms(db, parseTime(options.at));
    if (options.json) return printJson(withTimes(list));
    for (const alarm of list.alarms) process.stdout.write(`${alarmLine(alarm)}\n`);
  });
}
