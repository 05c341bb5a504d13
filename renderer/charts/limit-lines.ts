// Limits as dashed lines across a chart, each named with its value. Pure.
import type { Theme } from '../theme/themes.ts';

export function limitLines(
  limits: readonly (readonly [value: number, name: string])[],
  look: { readonly theme: Theme; readonly scale: number; readonly valueText: (value: number) => string },
): object {
  const { theme, scale, valueText } = look;
  return {
    silent: true,
    symbol: 'none',
    animation: false,
    data: limits.map(([value, name]) => ({
      yAxis: value,
      lineStyle: { color: theme.refusal, width: 1.5 * scale, type: [6 * scale, 4 * scale] },
      label: {
        position: 'insideEndTop',
        color: theme.refusal,
        backgroundColor: theme.surface,
        padding: [scale, 4 * scale],
        fontSize: 12 * scale,
        formatter: `${name} ${valueText(value)}`,
      },
    })),
  };
}
