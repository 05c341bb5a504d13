// Words of the search area in both languages.

const zh = {};

const en: typeof zh = {};

export const searchWords = { zh, en };
