// Layer 告警: each open alarm at its place, by priority; those that stand close together as one disc that says how bad it is.
import type { Bilingual } from '../../../contract/figures.ts';
import { numberText } from '../../format/quantity-text.ts';
import { contrast } from '../../theme/contrast.ts';
import { alarmHues, markColor } from '../marks.ts';
import { type AlarmLook, alarmSigns, lookGlyphs, lookOf, markOfAlarm, markOfLook } from './alarm-signs.ts';
import type { AlarmSign, AnsweredInput, CountDisc, LayerDefinition, LegendEntry } from './layer-definition.ts';
import { pointSprites } from './point-sprites.ts';

/** At scale 1: what nobody has acknowledged is larger than what is in somebody's hands. */
const pixels = { new: 19, steady: 14 } as const;

const names: Readonly<Record<AlarmLook, Bilingual>> = {
  P1: { zh: 'P1 最紧急', en: 'P1 most urgent' },
  P2: { zh: 'P2 紧急', en: 'P2 urgent' },
  P3: { zh: 'P3 一般', en: 'P3 routine' },
  gap: { zh: '缺数', en: 'Data gap' },
  aside: { zh: '搁置或停用', en: 'Shelved or out of service' },
};
const looks = Object.keys(names) as AlarmLook[];

const rulesOf = ({ about }: AnsweredInput): ReadonlySet<string> => new Set(about.gapRules ?? []);

function disc(sign: AlarmSign, input: AnsweredInput, gapRules: ReadonlySet<string>): CountDisc {
  const { language, scale, themeName, theme } = input;
  const [worst] = sign.alarms;
  const look = worst === undefined ? 'aside' : lookOf(worst, gapRules);
  const amount = numberText(sign.alarms.length, language);
  const count = sign.unacknowledged === 0 ? amount : `${numberText(sign.unacknowledged, language)}/${amount}`;
  const text = `${lookGlyphs[look]} ${count}`;
  const fill = markColor({ hue: alarmHues[look], shape: 'circle' }, themeName);
  return {
    id: `alarms:${sign.id}`,
    position: sign.position,
    text,
    radiusPixels: (9 + 2.7 * text.length) * scale,
    look: {
      // Filled while somebody has to acknowledge something in it; otherwise as quiet as the ground.
      ...(sign.unacknowledged > 0
        ? { fill, ink: contrast('#000000', fill) >= contrast('#ffffff', fill) ? '#000000' : '#ffffff' }
        : { fill: theme.map.landSelected, ink: theme.map.label }),
      halo: sign.overdue ? theme.refusal : null,
    },
    object: sign,
  };
}

export const alarmsLayer: LayerDefinition = {
  id: 'alarms',
  name: { zh: '告警', en: 'Alarms' },
  help: {
    zh: '未关闭的告警，按优先级用颜色和形状表示；未确认的较大，未确认已恢复的只有轮廓，搁置的为月牙。靠得太近的合成一个圆：先是其中最紧急的标记，再是“未确认数/总数”；圆外的红环表示其中有超时的。没有位置的告警不在图上，只在表中。',
    en: 'Open alarms, by priority in colour and shape: larger while nobody has acknowledged them, in outline where they went before anybody did, a moon where they are shelved. Those too close together become a disc: the sign of the most urgent, then “unacknowledged/all”; a red ring around it means that one of them is overdue. Alarms without a place are in the table only.',
  },
  source: {
    zh: '告警台。位置取自监测点位、设备或企业。',
    en: 'The alarm desk; places are those of channels, devices or enterprises.',
  },
  options: [],
  figures: () => [],
  draw(input) {
    const { alarms = [], scale, theme } = input;
    const gapRules = rulesOf(input);
    const { signs } = alarmSigns(alarms, input);
    const alone = signs.flatMap((sign) => {
      const [alarm] = sign.alarms;
      return sign.alarms.length === 1 && alarm !== undefined ? [{ ...sign, alarm }] : [];
    });
    return {
      sprites: pointSprites(alone, {
        markOf: ({ alarm }) => markOfAlarm(alarm, gapRules),
        sizePixels: ({ unacknowledged }) => (unacknowledged > 0 ? pixels.new : pixels.steady) * scale,
        ring: { color: theme.refusal, widthPixels: 2.25 * scale, around: ({ overdue }) => overdue },
      }),
      counts: signs.filter(({ alarms: { length } }) => length > 1).map((sign) => disc(sign, input, gapRules)),
    };
  },
  legend(input) {
    const { alarms = [], language, theme } = input;
    const gapRules = rulesOf(input);
    // Not known before the alarms are followed.
    const counted = (count: number): number | null =>
      input.alarms === undefined || input.figures === null ? null : count;
    const looksOf = alarms.map((alarm) => lookOf(alarm, gapRules));
    const entries = looks.map(
      (look): LegendEntry => ({
        key: look,
        label: names[look][language],
        mark: markOfLook(look),
        count: counted(looksOf.filter((each) => each === look).length),
      }),
    );
    entries.push({
      key: 'overdue',
      label: language === 'zh' ? '超时' : 'Overdue',
      ring: theme.refusal,
      count: counted(alarms.filter(({ overdue }) => overdue).length),
    });
    const placeless = alarms.filter(({ position }) => position === null).length;
    return {
      title: alarmsLayer.name[language],
      unit: '1',
      entries,
      ...(placeless === 0
        ? {}
        : {
            note:
              language === 'zh'
                ? `${numberText(placeless, language)} 条没有位置，不在图上。`
                : `${numberText(placeless, language)} have no place and are not on the map.`,
          }),
    };
  },
  table({ alarms = [], language }) {
    const titles =
      language === 'zh'
        ? ['优先级', '状态', '内容', '负责人', '发生']
        : ['Priority', 'State', 'What', 'Owner', 'Raised'];
    const keys = ['priority', 'state', 'sentence', 'owner', 'raised'];
    return {
      columns: keys.map((key, at) => ({ key, title: titles[at] ?? key })),
      rows: alarms.map(({ id, priority, state, sentence, owner, raisedAt, enterprise, position }) => ({
        key: String(id),
        cells: { priority, state, sentence: sentence[language], owner, raised: new Date(raisedAt).toISOString() },
        ...(enterprise === null ? {} : { opens: { kind: 'enterprise' as const, id: enterprise } }),
        ...(position === null ? {} : { position }),
      })),
    };
  },
};
