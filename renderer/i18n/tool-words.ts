// Words of the tool area in both languages.

const zh = {};

const en: typeof zh = {};

export const toolWords = { zh, en };
