// From what the reader has switched on to layers with inputs, drawings and legends, each made anew only when it changed. Pure.
import type { FigureResult } from '../../../contract/figures.ts';
import type {
  AnsweredInput,
  LayerDefinition,
  LayerDrawing,
  LayerInput,
  LayerLegend,
  TableTwin,
} from '../../map/layers/layer-definition.ts';
import type { LayerSetting, LayerSettings } from '../../state/layer-settings.ts';
import type { UntimedQuery } from '../../state/use-figure.ts';

/** What all layers are given alike. A new object whenever anything in it changed. */
export type LayerSurroundings = Omit<LayerInput, 'options' | 'opacity'>;

/** A layer before its figures are answered. */
export interface WantedLayer {
  readonly definition: LayerDefinition;
  readonly setting: LayerSetting;
  readonly input: LayerInput;
  /** null = neither shown nor read as a table: nothing is asked, nothing is made. */
  readonly queries: readonly UntimedQuery[] | null;
}

export interface LayerAnswer {
  /** Answers to `queries`, in their order; null before the first. */
  readonly figures: readonly FigureResult[] | null;
  /** The newest question is not answered yet; `figures` then are those of the one before it. */
  readonly pending: boolean;
  readonly error: unknown;
}

/** A layer as the panel, the map, the table and the exports see it. */
export interface ActiveLayer extends WantedLayer, LayerAnswer {
  readonly answered: AnsweredInput;
  /** null while hidden. */
  readonly drawing: LayerDrawing | null;
  /** null while hidden. */
  readonly legend: LayerLegend | null;
  /** Made when first asked for; empty while its figures are not there. */
  table(): TableTwin;
}

/** The chosen options with defaults filled in. A choice that is no longer offered gives way to the default. */
function settledOptions(definition: LayerDefinition, setting: LayerSetting, input: LayerInput): LayerInput['options'] {
  let options: LayerInput['options'] = {};
  for (const option of definition.options) {
    const choices = option.choices({ ...input, options });
    const chosen = choices.find(({ id }) => id === setting.options[option.id]) ?? choices[0];
    if (chosen !== undefined) options = { ...options, [option.id]: chosen.id };
  }
  return options;
}

function want(
  definition: LayerDefinition,
  setting: LayerSetting,
  surroundings: LayerSurroundings,
  looked: boolean,
): WantedLayer {
  const bare: LayerInput = { ...surroundings, options: setting.options, opacity: setting.opacity };
  if (!looked) return { definition, setting, input: bare, queries: null };
  const input = { ...bare, options: settledOptions(definition, setting, bare) };
  return { definition, setting, input, queries: definition.figures(input) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function activate(wanted: WantedLayer, answer: LayerAnswer): ActiveLayer {
  const { definition, setting } = wanted;
  const answered: AnsweredInput = { ...wanted.input, figures: answer.figures };
  const drawing = once(() => definition.draw(answered));
  const legend = once(() => definition.legend(answered));
  return {
    ...wanted,
    ...answer,
    answered,
    get drawing() {
      return setting.shown ? drawing() : null;
    },
    get legend() {
      return setting.shown ? legend() : null;
    },
    table: once(() => definition.table(answered)),
  };
}

const nothing: LayerAnswer = { figures: null, pending: false, error: null };

/** The same array as `last` where it holds the same things. */
function kept<T>(last: readonly T[], next: readonly T[]): readonly T[] {
  return last.length === next.length && next.every((each, index) => each === last[index]) ? last : next;
}

/** Remembers what was made of each layer, so that the same questions and answers give the same objects. */
export function createLayerMemory(definitions: readonly LayerDefinition[]) {
  const byId = new Map(definitions.map((definition) => [definition.id, definition]));
  const wantedBefore = new Map<string, { surroundings: LayerSurroundings; looked: boolean; wanted: WantedLayer }>();
  const activeBefore = new Map<string, { wanted: WantedLayer; answer: LayerAnswer; active: ActiveLayer }>();
  let lastWanted: readonly WantedLayer[] = [];
  let lastActive: readonly ActiveLayer[] = [];

  return {
    /** In the order of `settings`; `table` is the layer whose table is open. */
    wanted(settings: LayerSettings, surroundings: LayerSurroundings, table: string): readonly WantedLayer[] {
      const next = settings.flatMap((setting) => {
        const definition = byId.get(setting.id);
        if (definition === undefined) return [];
        const looked = setting.shown || setting.id === table;
        const before = wantedBefore.get(setting.id);
        if (
          before !== undefined &&
          before.surroundings === surroundings &&
          before.looked === looked &&
          before.wanted.setting === setting
        )
          return [before.wanted];
        const wanted = want(definition, setting, surroundings, looked);
        wantedBefore.set(setting.id, { surroundings, looked, wanted });
        return [wanted];
      });
      lastWanted = kept(lastWanted, next);
      return lastWanted;
    },
    layers(wanted: readonly WantedLayer[], answers: ReadonlyMap<string, LayerAnswer>): readonly ActiveLayer[] {
      const next = wanted.map((each) => {
        const { id } = each.setting;
        const answer = answers.get(id) ?? nothing;
        const before = activeBefore.get(id);
        if (before !== undefined && before.wanted === each && before.answer === answer) return before.active;
        const active = activate(each, answer);
        activeBefore.set(id, { wanted: each, answer, active });
        return active;
      });
      lastActive = kept(lastActive, next);
      return lastActive;
    },
  };
}
