// Words of the command area in both languages.

const zh = {};

const en: typeof zh = {};

export const commandWords = { zh, en };
