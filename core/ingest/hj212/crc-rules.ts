// The check value of HJ 212 over bytes, and the three ways in which devices in the field get it wrong or leave it out.

/**
 * How a device computes its check value. `hj212` = HJ 212-2017 Appendix A; `modbus` = plain CRC-16/MODBUS, high byte first;
 * `modbus-swapped` = the same, low byte first; `off` = not looked at.
 */
export const crcDialects = ['hj212', 'modbus', 'modbus-swapped', 'off'] as const;
export type CrcDialect = (typeof crcDialects)[number];

/** Eight shifts of a byte with the polynomial 0xA001; both ways of computing share it. */
const shifted = Uint16Array.from({ length: 256 }, (_, byte) => {
  let register = byte;
  for (let bit = 0; bit < 8; bit++) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  return register;
});

/**
 * HJ 212-2017 Appendix A over `bytes[from, to)`, as a number of 16 bits. Not CRC-16/MODBUS: the register's old low byte is
 * dropped before each byte is mixed in.
 */
export function hj212Crc(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let register = 0xffff;
  for (let i = from; i < to; i++) register = shifted[(register >> 8) ^ (bytes[i] as number)] as number;
  return register;
}

/** CRC-16/MODBUS over `bytes[from, to)`. */
export function modbusCrc(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let register = 0xffff;
  for (let i = from; i < to; i++)
    register = (register >> 8) ^ (shifted[(register ^ (bytes[i] as number)) & 0xff] as number);
  return register;
}

/** Whether `printed`, the value of a frame's four hexadecimal digits, is right in this dialect. */
export function crcHolds(dialect: CrcDialect, printed: number, bytes: Uint8Array, from: number, to: number): boolean {
  if (dialect === 'hj212') return printed === hj212Crc(bytes, from, to);
  if (dialect === 'off') return true;
  const crc = modbusCrc(bytes, from, to);
  return printed === (dialect === 'modbus' ? crc : ((crc & 0xff) << 8) | (crc >> 8));
}

/** Value of the four hexadecimal digits at `at`, upper or lower case; -1 = they are none. */
export function hexFour(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const byte = bytes[i] as number;
    const digit = byte <= 0x39 ? byte - 0x30 : (byte & 0xdf) - 0x37;
    // 0x3A…0x40 lie between the digits and the letters.
    if (digit < 0 || digit > 15 || (byte > 0x39 && digit < 10)) return -1;
    value = (value << 4) | digit;
  }
  return value;
}
