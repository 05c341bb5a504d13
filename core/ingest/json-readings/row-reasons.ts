// Why a row of a JSON payload was not taken, for the one who sent it, in both languages.
import type { Bilingual } from '../../../contract/figures.ts';
import type { RowFault, RowFaultCode } from './rules.ts';

const reasons: Record<RowFaultCode, (detail: string) => Bilingual> = {
  'time-missing': (name) => ({
    zh: `缺少时间（${name}）。请用 t 给出毫秒时间戳，或带时区的 ISO 8601 时间。`,
    en: `The time is missing (${name}). Give t as ms since the epoch, or as ISO 8601 with an offset.`,
  }),
  'time-unreadable': (sent) => ({
    zh: `“${sent}”不是时间。请用毫秒时间戳、ISO 8601，或 14 位数字 yyyyMMddHHmmss（北京时间）。`,
    en: `"${sent}" is no time. Send ms since the epoch, ISO 8601, or 14 digits yyyyMMddHHmmss (China Standard Time).`,
  }),
  'time-in-seconds': (sent) => ({
    zh: `${sent} 像是以秒计的时间戳。请乘以 1000，以毫秒发送。`,
    en: `${sent} looks like seconds since the epoch. Multiply by 1000 and send milliseconds.`,
  }),
  'time-implausible': (sent) => ({
    zh: `时间 ${sent} 不在 2000 年至 2099 年之间。请检查设备时钟。`,
    en: `The time ${sent} is not in 2000 to 2099. Check the device's clock.`,
  }),
  'not-json': (sent) => ({
    zh: `不是 JSON：${sent}`,
    en: `This is not JSON: ${sent}`,
  }),
  'not-a-reading': (sent) => ({
    zh: `不是监测值（${sent}）。每项应为 {"t","name","v"}、{"t","values":{…}} 或 {"t":[…],"names":[…],"v":[[…]]}。`,
    en: `This is no reading (${sent}). An item is {"t","name","v"}, {"t","values":{…}} or {"t":[…],"names":[…],"v":[[…]]}.`,
  }),
  'device-unreadable': (sent) => ({
    zh: `设备编号 ${sent} 不正确：应为 1 至 128 个字符的文字。`,
    en: `The device ${sent} is not valid: it is a text of 1 to 128 characters.`,
  }),
  'device-not-yours': (device) => ({
    zh: `不能代替设备 ${device} 发送。请用该设备自己的凭据，或在登记中把发送方设为它的网关。`,
    en: `You may not send for the device ${device}. Use its own credential, or register the sender as its gateway.`,
  }),
  'name-missing': () => ({
    zh: '缺少 name（监测点在设备内的名称）。',
    en: 'name is missing (what the channel is called within its device).',
  }),
  'name-unreadable': (sent) => ({
    zh: `name ${sent} 不正确：应为 1 至 128 个字符的文字，不含控制字符。`,
    en: `The name ${sent} is not valid: it is a text of 1 to 128 characters without control characters.`,
  }),
  'value-missing': (name) => ({
    zh: `${name} 缺少 v（值）。没有值请发送 null。`,
    en: `${name} has no v (value). Where there is none, send null.`,
  }),
  'value-unreadable': (name) => ({
    zh: `${name} 的值不是数字、文字、true、false 或 null。`,
    en: `The value of ${name} is no number, text, true, false or null.`,
  }),
  'value-too-long': (name) => ({
    zh: `${name} 的值超过 128 个字符。`,
    en: `The value of ${name} is longer than 128 characters.`,
  }),
  'quality-unreadable': (sent) => ({
    zh: `质量标记 ${sent} 不正确：应为不超过 32 个字符的文字、数字、true 或 false。`,
    en: `The quality mark ${sent} is not valid: it is a text of at most 32 characters, a number, true or false.`,
  }),
  'columns-uneven': (sent) => ({
    zh: `表格不齐（${sent}）：v 的行数应等于 t，每行的个数应等于 names。`,
    en: `The table is uneven (${sent}): v has as many rows as t, and each row as many values as names.`,
  }),
  'too-many-readings': (limit) => ({
    zh: `一条报文的监测值过多${limit && `（上限 ${limit}）`}，从这一行起没有接收。请分批发送。`,
    en: `There are too many readings in one message${limit && ` (at most ${limit})`}; from this row on none was taken. Send them in parts.`,
  }),
};

export function rowReason({ code, detail }: RowFault): Bilingual {
  return reasons[code](detail);
}
