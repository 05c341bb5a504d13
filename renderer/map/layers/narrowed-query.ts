// A figure's query that speaks of the enterprises shown and of what a layer's options choose, nothing else. Pure.
import type { FigureDefinition, FigureDimension } from '../../../contract/figures.ts';
import type { FilterDimension } from '../../state/filters.ts';
import type { UntimedQuery } from '../../state/use-figure.ts';
import type { Choice, LayerInput, LayerOption } from './layer-definition.ts';

type Where = Partial<Record<FigureDimension, string[]>>;

/** Statuses that “operating” means. */
const operatingStatuses = ['operating', 'operating pre-retirement'];

/** Which units count. A filter on status, where there is one, has already chosen. */
export const statusesOption: LayerOption = {
  id: 'statuses',
  name: { zh: '装置', en: 'Units' },
  choices: ({ filters }): readonly Choice[] =>
    filters.keys.status === undefined
      ? [
          { id: 'operating', name: { zh: '在运', en: 'Operating' } },
          { id: 'all', name: { zh: '全部状态', en: 'All statuses' } },
        ]
      : [{ id: 'filtered', name: { zh: '按筛选的状态', en: 'Statuses of the filter' } }],
};

export const statusesWhere = ({ options }: LayerInput): Where =>
  options['statuses'] === 'operating' ? { status: operatingStatuses } : {};

/** Whether the figure is counted from units, whose every property can be filtered by. */
const ofUnits = ({ dimensions }: FigureDefinition): boolean => dimensions.includes('status');

/** Whether the answer names only enterprises of the filters' own places, whatever `except` leaves open. */
export function boundToShown(definition: FigureDefinition, { filters }: LayerInput): boolean {
  return filters.text !== '' || filters.lasso !== null || !followsFilters(definition, filters);
}

function followsFilters(definition: FigureDefinition, { keys, between }: LayerInput['filters']): boolean {
  const dimensions: readonly string[] = definition.dimensions;
  return (
    Object.keys(keys).every((dimension) => dimensions.includes(dimension)) &&
    (ofUnits(definition) || Object.keys(between).length === 0)
  );
}

/**
 * `where` of the layer within the reader's filters. A figure that can't be narrowed by one of these (output knows no
 * status) is narrowed to the enterprises shown instead. A key that both name must be accepted by both.
 */
export function narrowedQuery(
  definition: FigureDefinition,
  input: LayerInput,
  asked: { readonly by: readonly FigureDimension[]; readonly where: Where; readonly except?: FilterDimension },
): UntimedQuery {
  const { where: given, between } = input.narrowing(asked.except);
  const follows = followsFilters(definition, input.filters);
  const where: Where = {};
  for (const [dimension, keys] of Object.entries(given) as [FigureDimension, string[]][])
    if (definition.dimensions.includes(dimension)) where[dimension] = keys;
  if (!follows) where.enterprise = input.shown.map(({ id }) => id);
  for (const [dimension, keys] of Object.entries(asked.where) as [FigureDimension, string[]][]) {
    const already = where[dimension];
    where[dimension] = already === undefined ? keys : keys.filter((key) => already.includes(key));
  }
  return { id: definition.id, by: [...asked.by], where, between: follows ? between : {} };
}
