// Words of the shell area in both languages.

const zh = {};

const en: typeof zh = {};

export const shellWords = { zh, en };
