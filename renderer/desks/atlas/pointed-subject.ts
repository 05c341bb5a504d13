// What the pointer's find means to the desk: an enterprise, an area, or a cluster to be opened up. Pure.
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import type { Language } from '../../../contract/reasons.ts';
import { numberText } from '../../format/quantity-text.ts';
import { isAlarmSign } from '../../map/layers/alarm-signs.ts';
import type { ClusterOfEnterprises } from '../../map/layers/layer-definition.ts';
import { isSilentItem } from '../../map/layers/silent-layer.ts';
import type { Pointed } from '../../map/map-stage.ts';
import type { Selection } from '../../state/view-store.ts';
import type { ActiveLayer } from './use-layers.ts';

export function isCluster(object: unknown): object is ClusterOfEnterprises {
  return typeof object === 'object' && object !== null && 'kind' in object && object.kind === 'cluster';
}

/** An enterprise before the area that it stands in; null on the sea and on other provinces' land. */
export function subjectOf({ object, areaId, areaLevel }: Pointed): Selection {
  if (isCluster(object) || isAlarmSign(object) || isSilentItem(object)) return null;
  if (object !== null) return { kind: 'enterprise', id: (object as EnterpriseSummary).id };
  return areaId === null || areaLevel === null ? null : { kind: 'area', level: areaLevel, code: areaId };
}

/** "设计产能 3,400 kt/a": what the topmost layer that colours areas says of this one; null without such a layer. */
export function areaLine(
  { code }: { readonly code: number },
  layers: readonly ActiveLayer[],
  language: Language,
  unknown: string,
): string | null {
  const layer = layers.findLast(({ drawing }) => drawing?.areas !== undefined);
  if (layer === undefined) return null;
  const { columns, rows } = layer.table();
  const row = rows.find(({ areaCode }) => areaCode === code);
  const column = columns.find(({ numeric }) => numeric);
  if (row === undefined || column === undefined) return null;
  const value = row.cells[column.key];
  const unit = column.unit === undefined || column.unit === '1' ? '' : ` ${column.unit}`;
  return `${column.title} ${typeof value === 'number' ? `${numberText(value, language)}${unit}` : unknown}`;
}
