// All commands of the desk as they are offered now: those of the registry, the map themes, and the exports.
import { useMemo } from 'react';
import type { Command } from '../../commands/command.ts';
import { exportCommands } from '../../commands/export-commands.ts';
import { themeCommands } from '../../commands/layer-commands.ts';
import { commands } from '../../commands/registry.ts';
import type { MapStage } from '../../map/map-stage.ts';
import { useMapThemes } from '../../state/map-themes.ts';
import { useExports } from './use-exports.tsx';
import type { ActiveLayer } from './use-layers.ts';

export function useCommands(layers: readonly ActiveLayer[], stage: MapStage | null): readonly Command[] {
  const exports = useExports();
  const saved = useMapThemes((themes) => themes.saved);
  return useMemo(
    () => [...commands, ...themeCommands(saved), ...exportCommands(() => void exports.picture(layers, stage))],
    [saved, exports, layers, stage],
  );
}
