// What the monitoring of instruments has for the map, while the reader has its layers switched on.
import { useMemo } from 'react';
import type { Alarm } from '../../../contract/alarms.ts';
import type { LayerInput } from '../../map/layers/layer-definition.ts';
import { defaultLayers } from '../../map/layers/registry.ts';
import { isOpen } from '../../state/duty-alarms.ts';
import { settledLayers } from '../../state/layer-settings.ts';
import { useMonitoring } from '../../state/monitoring-store.ts';
import { useShownAlarms } from '../../state/use-shown-alarms.ts';
import { useSilent } from '../../state/use-silent.ts';
import { useView } from '../../state/view-store.ts';

const none: readonly Alarm[] = [];

/** Layers whose table alone is open count, too. */
export function useMonitoredOnMap(): Pick<LayerInput, 'alarms' | 'silent'> {
  const layers = useView((view) => view.layers);
  const table = useView((view) => view.table);
  const wants = (id: string): boolean =>
    table === id || settledLayers(layers, defaultLayers).some((layer) => layer.id === id && layer.shown);
  const wantsAlarms = wants('alarms');
  const list = useMonitoring((state) => (wantsAlarms ? state.alarms : null));
  const shown = useShownAlarms(list?.alarms ?? none);
  const silent = useSilent(wants('silent'));
  return useMemo(
    () => ({
      // A group's alarm stands for those in it.
      alarms: list === null ? undefined : shown.filter((alarm) => isOpen(alarm) && alarm.parent === null),
      silent,
    }),
    [list, shown, silent],
  );
}
