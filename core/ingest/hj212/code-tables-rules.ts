// What HJ 212 lists: system codes (ST), commands (CN), data flags, and the shapes that factor codes have.

/** HJ 212-2017 table 5, and 44 用电监控, 45 关键生产工况 of HJ 212-2025. */
export const systemCodes: ReadonlySet<string> = new Set([
  ...['21', '22', '23', '24', '25', '26', '27', '31', '32', '33', '34', '35', '36', '37', '38', '39'],
  ...['41', '51', '52', '91', '44', '45'],
]);

/** What the platform alone may ask: HJ 212-2017 table 9, 3022 and 3024 of HJ 212-2025. */
export const downwardRequests: ReadonlySet<string> = new Set([
  ...['1000', '1002', '1012', '1062', '1064', '1072'],
  ...['3011', '3012', '3013', '3014', '3016', '3021', '3022', '3024'],
]);

/** What the platform tells without asking for a result; answered with 9013. */
export const downwardNotices: ReadonlySet<string> = new Set(['2012', '2022']);

/** HJ 212-2017 table 9, and those that HJ 212-2025 adds. */
export const commandCodes: ReadonlySet<string> = new Set([
  ...downwardRequests,
  ...downwardNotices,
  ...['1001', '1011', '1013', '1014', '1061', '1063'],
  ...['2011', '2013', '2021', '2031', '2041', '2051', '2052', '2061', '2062', '2081', '2111'],
  ...['3015', '3017', '3018', '3019', '3020'],
  ...['9011', '9012', '9013', '9014', '9015'],
]);

/** HJ 212-2017 table 8. */
export const dataFlags: ReadonlySet<string> = new Set(['N', 'F', 'M', 'S', 'D', 'C', 'T', 'B']);

/**
 * Shapes of the standard's factor codes: a letter and five digits (2017), two or three digits or a letter and two (2005),
 * noise, and SBxxx for the state of a treatment facility.
 */
export const factorCodeShape = /^(?:[a-z]\d{5}|\d{2,3}|[A-Z]\d{2}|L(?:A|eq|dn|d|n|Mx|Mn|5|10|50|90|95)|SB\d{1,3})$/;
