// Words of the link area in both languages.

const zh = {};

const en: typeof zh = {};

export const linkWords = { zh, en };
