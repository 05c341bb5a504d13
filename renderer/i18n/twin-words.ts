// Words of the tables behind the layers in both languages.

const zh = {};

const en: typeof zh = {};

export const twinWords = { zh, en };
