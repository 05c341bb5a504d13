// Words of the time area in both languages.

const zh = {};

const en: typeof zh = {};

export const timeWords = { zh, en };
