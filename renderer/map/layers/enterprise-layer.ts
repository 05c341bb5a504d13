// Enterprises on the map: one mark each, of constant size, its hue and shape telling the industry.
import { IconLayer } from '@deck.gl/layers';
import type { EnterpriseSummary } from '../../../contract/ledger.ts';
import { type MarkAtlas, markId } from '../mark-atlas.ts';
import { type Mark, neutralMark } from '../marks.ts';

/** An enterprise that has a place on the map. */
export type PlacedEnterprise = EnterpriseSummary & { readonly position: readonly [number, number] };

/** Those that can be drawn. The others are listed in the table and counted beside the map, never dropped silently. */
export function placedOnly(enterprises: readonly EnterpriseSummary[]): PlacedEnterprise[] {
  return enterprises.filter((enterprise): enterprise is PlacedEnterprise => enterprise.position !== null);
}

/** Mark of an enterprise: that of its first industry. */
export function markOf(enterprise: EnterpriseSummary, marks: ReadonlyMap<string, Mark>): Mark {
  return marks.get(enterprise.industries[0] ?? '') ?? neutralMark;
}

/** Drawn height of a mark in CSS pixels at scale 1. */
export const markPixels = 15;

export function enterpriseLayer(
  enterprises: readonly PlacedEnterprise[],
  look: { readonly marks: ReadonlyMap<string, Mark>; readonly atlas: MarkAtlas; readonly scale: number },
): IconLayer<PlacedEnterprise> {
  return new IconLayer<PlacedEnterprise>({
    id: 'enterprises',
    data: enterprises as PlacedEnterprise[],
    pickable: true,
    iconAtlas: look.atlas.picture as never,
    iconMapping: look.atlas.cells as Record<string, { x: number; y: number; width: number; height: number }>,
    getIcon: (enterprise) => markId(markOf(enterprise, look.marks)),
    getPosition: ({ position }) => [position[0], position[1]],
    getSize: markPixels * look.scale,
    sizeUnits: 'pixels',
    updateTriggers: { getIcon: look.marks },
    parameters: { depthCompare: 'always' },
  });
}
