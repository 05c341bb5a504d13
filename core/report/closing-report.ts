// The closing report of an alarm (处置报告): one to three A4 pages, Chinese or English, with curves and map as vectors.
import type { EvidenceInput } from '../../contract/alarms.ts';
import type { Language } from '../../contract/reasons.ts';
import { alarmReason, alarmStateName } from '../../policy/alarm-reasons.ts';
import { alarmRules } from '../../policy/alarm-rules.ts';
import { numberText, timeText } from './axis-rules.ts';
import { curveHeight, drawCurve } from './draw-curve.ts';
import { drawMap } from './draw-map.ts';
import type { ReportFacts } from './report-facts.ts';
import { ink, MARGIN, ReportPage, WIDTH } from './report-page.ts';
import { type ReportWords, reportWords } from './report-words.ts';

const MAP = { width: 196, height: 168 };
const LISTED_MEMBERS = 12;

type Fact = readonly [name: string, text: string];

/** The PDF. The same facts give the same bytes. */
export async function drawReport(facts: ReportFacts, language: Language): Promise<Buffer> {
  const words = reportWords[language];
  const { alarm } = facts.detail;
  const page = new ReportPage({ title: `${words.title} ${alarm.id}`, language, composedAt: facts.composedAt });
  drawHead(page, facts, words, language);
  drawWhat(page, facts, words, language);
  drawCurves(page, facts, words);
  drawLog(page, facts, words, language);
  drawEvidence(page, facts, words);
  drawConclusion(page, facts, words, language);
  return page.finish((number, of) => drawFrame(page, facts, words, number, of));
}

function drawHead(page: ReportPage, { detail, enterprise }: ReportFacts, words: ReportWords, language: Language): void {
  const { alarm } = detail;
  page.line(words.title, MARGIN, page.y, { size: 19 });
  const right = MARGIN + WIDTH;
  page.line(`${words.alarm} ${alarm.id}`, right, page.y + 1, { size: 11, align: 'right' });
  if (alarm.state !== 'closed') {
    page.line(words.draft, right, page.y + 16, { size: 9, color: ink.alert, align: 'right' });
  }
  page.y += 32;
  page.rule(page.y, ink.accent);
  page.y += 8;
  const about = [enterprise, alarm.subjectName].filter((each) => each !== null).join(' · ');
  page.y += page.block(about, MARGIN, page.y, WIDTH, { size: 11.5 });
  page.y += page.block(alarm.sentence[language], MARGIN, page.y, WIDTH, { size: 10.5, color: ink.alert }) + 4;
}

function placeText({ map, detail }: ReportFacts, words: ReportWords, language: Language): Fact[] {
  const { position } = detail.alarm;
  const name = (region: { name: string; nameEn: string }): string => (language === 'zh' ? region.name : region.nameEn);
  const place = map
    ? [map.city, ...(map.county && map.county.code !== map.city.code ? [map.county] : [])].map(name)
    : [];
  return [
    ...(place.length > 0 ? [[words.place, place.join(language === 'zh' ? ' ' : ', ')] as const] : []),
    ...(position ? [[words.position, `${position[0].toFixed(5)}°E ${position[1].toFixed(5)}°N`] as const] : []),
  ];
}

function drawWhat(page: ReportPage, facts: ReportFacts, words: ReportWords, language: Language): void {
  const { alarm, finding, rule } = facts.detail;
  page.heading(words.what);
  const cleared = alarm.clearedAt === null ? words.stands : timeText(alarm.clearedAt);
  const note = alarmRules.find(({ id }) => id === alarm.rule)?.note?.[language];
  const basis = [
    rule?.document ?? words.noDocument,
    ...(rule?.clause ? [`${words.clause} ${rule.clause}`] : []),
    ...(note === undefined ? [] : [note]),
  ];
  const list: Fact[] = [
    [words.subject, `${words.subjectKinds[alarm.subject.kind]} ${alarm.subject.id}`],
    ...placeText(facts, words, language),
    [words.priority, alarm.priority],
    [words.state, alarmStateName(alarm.state)[language]],
    [words.raised, timeText(alarm.raisedAt)],
    [words.recorded, timeText(alarm.recordedAt)],
    [words.cleared, alarm.withdrawn ? `${cleared} (${words.withdrawn})` : cleared],
    ...(alarm.owner === null ? [] : [[words.owner, alarm.owner] as const]),
    [
      words.rule,
      `${rule ? `${rule.title[language]} (${rule.id})` : alarm.rule}, ${words.version} ${finding?.ruleVersion ?? rule?.version ?? '–'}`,
    ],
    ...(rule ? [[words.document, basis.join(language === 'zh' ? '；' : '; ')] as const] : []),
    ...(finding
      ? ([
          [words.formula, finding.formula],
          [words.threshold, finding.threshold],
        ] as const)
      : []),
  ];
  const hasMap = facts.map !== null;
  const top = page.y;
  const width = hasMap ? WIDTH - MAP.width - 16 : WIDTH;
  page.y += drawFacts(page, list, MARGIN, width);
  if (facts.map) {
    drawMap(page, facts.map, alarm.position, { x: MARGIN + WIDTH - MAP.width, y: top, ...MAP });
    page.y = Math.max(page.y, top + MAP.height + 4);
  } else page.y += page.block(words.placeUnknown, MARGIN, page.y, WIDTH, { size: 8, color: ink.quiet });
  if (finding && finding.inputs.length > 0)
    page.y += drawFacts(
      page,
      [[words.inputs, finding.inputs.map(inputText).join(language === 'zh' ? '；' : '; ')]],
      MARGIN,
      WIDTH,
    );
}

const inputText = ({ name, value, unitOfMeasure }: EvidenceInput): string => {
  const text = typeof value === 'number' ? numberText(value) : (value ?? '–');
  return `${name} = ${text}${unitOfMeasure === null || unitOfMeasure === '1' ? '' : ` ${unitOfMeasure}`}`;
};

/** Names and texts in two columns; gives their height. */
function drawFacts(page: ReportPage, facts: readonly Fact[], x: number, width: number): number {
  const nameWidth = Math.max(...facts.map(([name]) => page.widthOf(name, 8.5))) + 12;
  let y = page.y;
  for (const [name, text] of facts) {
    page.line(name, x, y, { size: 8.5, color: ink.quiet });
    y += page.block(text, x + nameWidth, y, width - nameWidth, { size: 8.5 }) + 1;
  }
  return y - page.y + 3;
}

function drawCurves(page: ReportPage, { curves, detail }: ReportFacts, words: ReportWords): void {
  const [first] = curves;
  page.heading(words.curves, first ? curveHeight(first) + 30 : 60);
  if (!first) page.y += page.block(words.noCurves, MARGIN, page.y, WIDTH, { color: ink.quiet }) + 4;
  for (const curve of curves) {
    page.room(curveHeight(curve));
    drawCurve(page, curve, words);
  }
  const { children } = detail;
  if (children.length === 0) return;
  page.heading(`${words.members} (${children.length})`);
  for (const { id, subjectName, raisedAt } of children.slice(0, LISTED_MEMBERS)) {
    page.room(13);
    page.line(`${id}    ${timeText(raisedAt)}    ${subjectName}`, MARGIN, page.y, { size: 8.5 });
    page.y += 12.5;
  }
  if (children.length > LISTED_MEMBERS) {
    page.line(words.moreMembers(children.length - LISTED_MEMBERS), MARGIN, page.y, { size: 8.5, color: ink.quiet });
    page.y += 12.5;
  }
}

function drawLog(page: ReportPage, { detail }: ReportFacts, words: ReportWords, language: Language): void {
  const widths = [92, 82, 92, 70, WIDTH - 336];
  const starts = widths.map((_, index) => MARGIN + widths.slice(0, index).reduce((sum, each) => sum + each, 0));
  const head = (): void => {
    const names = [words.time, words.action, words.states, words.actor, words.reasonAndNote];
    page.doc.rect(MARGIN, page.y - 2, WIDTH, 15).fill(ink.wash);
    for (const [index, name] of names.entries())
      page.line(name, (starts[index] as number) + 2, page.y, { size: 8, color: ink.quiet });
    page.y += 16;
  };
  page.heading(words.log, 80);
  head();
  const stateName = (state: Parameters<typeof alarmStateName>[0]): string => alarmStateName(state)[language];
  for (const { at, action, from, to, actor, reason, note, dueAt, until } of detail.transitions) {
    // Of a step of the ladder the note says who was told.
    const isStep = action === 'escalate';
    const named =
      reason === null || isStep ? null : (alarmReason(reason)?.name[language] ?? words.actions[reason] ?? reason);
    const said = [
      named,
      ...(dueAt === null ? [] : [`${words.due} ${timeText(dueAt)}`]),
      ...(until === null ? [] : [`${words.until} ${timeText(until)}`]),
      note,
    ];
    const cells = [
      timeText(at),
      words.actions[action] ?? action,
      from === to ? stateName(to) : `${stateName(from)} → ${stateName(to)}`,
      actor === 'system' ? words.system : actor,
      said.filter((each) => each !== null && each !== '').join(language === 'zh' ? '；' : '; '),
    ];
    const height = Math.max(
      ...cells.map((cell, index) => page.heightOf(cell, (widths[index] as number) - 6, { size: 8 })),
    );
    if (page.room(height + 4)) head();
    for (const [index, cell] of cells.entries())
      page.block(cell, (starts[index] as number) + 2, page.y, (widths[index] as number) - 6, { size: 8 });
    page.y += height + 1;
    page.rule(page.y);
    page.y += 3;
  }
}

function drawEvidence(page: ReportPage, { detail, corrections }: ReportFacts, words: ReportWords): void {
  page.heading(words.evidence, 70);
  const { evidence } = detail;
  const say = (text: string, color: string = ink.text): void => {
    page.room(page.heightOf(text, WIDTH, { size: 8.5 }));
    page.y += page.block(text, MARGIN, page.y, WIDTH, { size: 8.5, color }) + 1;
  };
  if (!evidence) say(words.noEvidence);
  else {
    say(words.evidenceOf(evidence.sha256, timeText(evidence.frozenAt)));
    const changed = evidence.difference.length + evidence.more;
    const isSame = changed === 0 && evidence.inputs.length === 0;
    say(isSame ? words.unchanged : words.changed(changed, evidence.inputs.length), isSame ? ink.quiet : ink.alert);
  }
  for (const { at, actor, channel, from, to, readings, mark, reason } of corrections)
    say(
      `${words.corrections}${words.colon}${timeText(at)} ${actor} · ${channel} ${timeText(from)} – ${timeText(to)} · ${words.correction(readings, mark)} · ${reason}`,
    );
}

function drawConclusion(page: ReportPage, { detail }: ReportFacts, words: ReportWords, language: Language): void {
  const { alarm, transitions } = detail;
  const closing =
    alarm.state === 'closed' ? transitions.findLast(({ to, from }) => to === 'closed' && from !== 'closed') : null;
  const list: Fact[] = closing
    ? [
        [words.cause, alarmReason(alarm.cause ?? '')?.name[language] ?? alarm.cause ?? '–'],
        [words.followUp, alarm.followUp ?? words.noFollowUp],
        [
          words.closedBy,
          [timeText(closing.at), closing.actor, closing.note ?? ''].filter((each) => each !== '').join(' · '),
        ],
      ]
    : [[words.conclusion, words.notClosed]];
  const height = list.reduce((sum, [, text]) => sum + page.heightOf(text, WIDTH - 90, { size: 8.5 }) + 1, 0);
  page.heading(words.conclusion, height + 70);
  page.y += drawFacts(page, list, MARGIN, WIDTH) + 16;
  const each = WIDTH / words.signatures.length;
  for (const [index, name] of words.signatures.entries()) {
    const x = MARGIN + index * each;
    page.line(name, x, page.y, { size: 9, color: ink.quiet });
    const begin = x + page.widthOf(name, 9) + 6;
    page.doc
      .moveTo(begin, page.y + 11)
      .lineTo(x + each - 14, page.y + 11)
      .lineWidth(0.6)
      .strokeColor(ink.quiet)
      .stroke();
  }
  page.y += 20;
}

function drawFrame(page: ReportPage, facts: ReportFacts, words: ReportWords, number: number, of: number): void {
  const { doc } = page;
  const y = 800;
  page.rule(y - 6);
  const left = [`${words.alarm} ${facts.detail.alarm.id}`, `${words.composed} ${timeText(facts.composedAt)} (UTC+8)`];
  if (facts.isDrill) left.unshift(words.drill);
  page.line(left.join(' · '), MARGIN, y, { size: 7.5, color: ink.quiet });
  page.line(words.page(number, of), MARGIN + WIDTH, y, { size: 7.5, color: ink.quiet, align: 'right' });
  if (!facts.isDrill) return;
  doc.save().fillOpacity(0.09);
  for (const at of [230, 500, 740]) {
    doc.save().rotate(-28, { origin: [298, at] });
    page.line(words.drill, 298, at - 30, { size: 62, color: ink.alert, align: 'center' });
    doc.restore();
  }
  doc.restore();
}
