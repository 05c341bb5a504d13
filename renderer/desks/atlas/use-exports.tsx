// Makes files of what the desk shows, a layer's table or the map, and tells the reader how it goes.
import { App } from 'antd';
import { useMemo } from 'react';
import type { About } from '../../../contract/about.ts';
import { readOutlines } from '../../export/area-outlines.ts';
import { csvFile } from '../../export/csv-file.ts';
import { download } from '../../export/download.ts';
import { drawPicture, isBlankPicture, pngFile, textMeasure } from '../../export/draw-picture.ts';
import { drillMarked } from '../../export/drill-mark.ts';
import { exportedFacts, pictureLines } from '../../export/exported-facts.ts';
import { type ExportedTable, exportedFileName } from '../../export/exported-table.ts';
import { geojsonFile } from '../../export/geojson-file.ts';
import { groundMetersPerPixel, layOutPicture, type PictureLegend } from '../../export/picture-layout.ts';
import { xlsxFile } from '../../export/xlsx-file.ts';
import { numberText } from '../../format/quantity-text.ts';
import { wallClock } from '../../format/zoned-time.ts';
import { errorText } from '../../i18n/error-text.ts';
import { useNames, useWords } from '../../i18n/use-words.ts';
import type { TwinRow } from '../../map/layers/layer-definition.ts';
import { unitText } from '../../map/layers/quantity-words.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { useCore } from '../../state/core-store.ts';
import { legendOpacity, pressedInLegend } from '../../state/legend-press.ts';
import { useIsDrill } from '../../state/monitoring-store.ts';
import { useView } from '../../state/view-store.ts';
import { basePixels } from '../../theme/scale.ts';
import { columnFiltersInWords, filtersInWords } from './filters-in-words.ts';
import { type Arrangement, columnTitle } from './twin-rows.ts';
import type { ActiveLayer } from './use-layers.ts';

export const tableFormats = ['csv', 'xlsx', 'geojson'] as const;
export type TableFormat = (typeof tableFormats)[number];

interface StatedMore {
  readonly filters: readonly string[];
  readonly rowCount: number | null;
}

/** What the reader chose about a layer: which product, which figure, which level. */
function optionsInWords({ definition, input }: ActiveLayer): string[] {
  return definition.options.flatMap((option) => {
    const chosen = option.choices(input).find(({ id }) => id === input.options[option.id]);
    return chosen === undefined ? [] : [`${option.name[input.language]} ${chosen.name[input.language]}`];
  });
}

/** Said to the reader as it is. */
class ExportRefusal extends Error {}

export interface Exports {
  /** `rows` are those of the layer's table that `arrangement` leaves, in its order. */
  table(layer: ActiveLayer, rows: readonly TwinRow[], arrangement: Arrangement, format: TableFormat): Promise<void>;
  /** The map as it is shown, with legends, sources and times. */
  picture(layers: readonly ActiveLayer[], stage: Pick<MapStage, 'snapshot'> | null): Promise<void>;
}

export function useExports(): Exports {
  const words = useWords();
  const names = useNames();
  const { message } = App.useApp();
  const drill = useIsDrill();

  return useMemo((): Exports => {
    /** The file's name says it, too. */
    const marked = (subject: string): string => (drill ? `${words.monitoring.drill}_${subject}` : subject);

    /** What the file says about itself, and the day that its name carries. */
    async function statedBy(layers: readonly ActiveLayer[], title: string, about: About, more: StatedMore) {
      const { backend, world } = useCore.getState();
      const { filters, times, language } = useView.getState();
      const figures = layers.flatMap((layer) => layer.figures ?? []);
      const definitions = figures.length === 0 ? [] : ((await backend?.figure.list()) ?? []);
      const now = Date.now();
      const asOf = figures[0]?.asOf ?? times.asOf ?? now;
      const facts = exportedFacts({
        title,
        about,
        figures,
        definitions,
        asOf,
        knownAt: times.knownAt ?? now,
        revision: world.revision,
        options: layers.flatMap(optionsInWords),
        source: layers.map(({ definition }) => definition.source[language]).join(' '),
        filters: [...filtersInWords(filters, { words, names, language }), ...more.filters],
        rowCount: more.rowCount,
        language,
        words,
      });
      return { facts, day: wallClock(asOf, about.profile.timeZone).slice(0, 10) };
    }

    async function run(subject: string, make: () => Promise<{ name: string; blob: Blob }>): Promise<void> {
      const key = `export ${subject}`;
      message.open({ key, type: 'loading', duration: 0, content: words.twin.working(subject) });
      // The message is on the screen before work begins that may hold the page for a moment.
      await new Promise((painted) => setTimeout(painted, 50));
      try {
        const { name, blob } = await make();
        download(name, blob);
        message.open({ key, type: 'success', duration: 4, content: words.twin.written(name) });
      } catch (error) {
        const { language } = useView.getState();
        const reason =
          error instanceof ExportRefusal
            ? error.message
            : errorText(error, language, words, useCore.getState().backend !== null);
        message.open({ key, type: 'error', duration: 10, content: words.twin.failed(reason) });
      }
    }

    return {
      table(layer, rows, arrangement, format) {
        const { language } = useView.getState();
        const { definition, input } = layer;
        const subject = definition.name[language];
        return run(subject, async () => {
          const { columns } = layer.table();
          const { facts, day } = await statedBy([layer], subject, input.about, {
            filters: columnFiltersInWords(columns, arrangement.filters, { words, names, language }),
            rowCount: rows.length,
          });
          const plain: ExportedTable = {
            columns,
            titles: columns.map((column) => columnTitle(column, (unit) => unitText(unit, input), words.twin.column)),
            rows,
            facts,
          };
          const table = drill ? drillMarked(plain, words) : plain;
          const name = exportedFileName(marked(subject), day, format);
          if (format === 'csv') return { name, blob: csvFile(table) };
          if (format === 'xlsx') return { name, blob: await xlsxFile(table, words.twin) };
          const outlines = await readOutlines(rows, input.about).catch(() => {
            throw new ExportRefusal(words.twin.noOutline);
          });
          return { name, blob: geojsonFile(table, outlines) };
        });
      },

      picture(layers, stage) {
        const { language, filters, camera, theme: themeName } = useView.getState();
        return run(words.twin.mapName, async () => {
          const shown = layers.filter(({ setting }) => setting.shown).toReversed();
          const input = layers[0]?.input;
          if (stage === null || input === undefined) throw new ExportRefusal(words.twin.noMap);
          const picture = await stage.snapshot();
          if (isBlankPicture(picture)) throw new ExportRefusal(words.twin.blankMap);
          const { about, scale, theme } = input;
          // What the picture has for one CSS pixel of the page: less than the screen's where the canvas was clamped.
          const pixelRatio =
            picture.width / (document.querySelector('[data-testid="map"]')?.clientWidth || picture.width);
          const title = [about.profile.name[language], ...shown.map(({ definition }) => definition.name[language])];
          const { facts, day } = await statedBy(shown, title.join(' · '), about, { filters: [], rowCount: null });
          const { fontFamily } = getComputedStyle(document.documentElement);
          const layout = layOutPicture({
            map: picture,
            pixelRatio,
            remPixels: basePixels * scale * pixelRatio,
            title: title.join(' · '),
            legends: shown.flatMap(({ legend, setting, input: own }): PictureLegend[] => {
              if (legend === null) return [];
              const unit = unitText(legend.unit, own);
              return [
                {
                  title: legend.title,
                  opacity: legendOpacity(setting.opacity),
                  unit: unit === '' ? null : words.layer.unit(unit),
                  // What a filter took off the map has no place in its legend.
                  entries: legend.entries
                    .filter(({ filter }) => {
                      if (filter === undefined) return true;
                      const pressed = pressedInLegend(filters, filter);
                      return pressed.only || pressed.on;
                    })
                    .map((entry) => ({
                      ...entry,
                      ...(entry.count == null ? {} : { countText: numberText(entry.count, language) }),
                    })),
                  note: legend.note,
                },
              ];
            }),
            facts: pictureLines(facts, { words, language }),
            metersPerPixel: camera === null || camera.pitch > 0 ? null : groundMetersPerPixel(camera) / pixelRatio,
            scaleText: (meters) =>
              meters >= 1000
                ? words.twin.scale.kilometers(numberText(meters / 1000, language))
                : words.twin.scale.meters(numberText(meters, language)),
            measure: textMeasure(fontFamily),
          });
          const drawn = drawPicture(layout, picture, {
            name: themeName,
            theme,
            fontFamily,
            linePixels: scale * pixelRatio,
            watermark: drill ? words.monitoring.drillMark : null,
          });
          const blob = drawn === null ? null : await pngFile(drawn);
          if (blob === null) throw new ExportRefusal(words.twin.noCanvas);
          return { name: exportedFileName(marked(words.twin.mapName), day, 'png'), blob };
        });
      },
    };
  }, [words, names, message, drill]);
}
