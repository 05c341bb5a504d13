// Words of the drill area in both languages.

const zh = {};

const en: typeof zh = {};

export const drillWords = { zh, en };
