// Words of the layer area in both languages.

const zh = {};

const en: typeof zh = {};

export const layerWords = { zh, en };
