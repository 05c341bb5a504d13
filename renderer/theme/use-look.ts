// The look of the page now: theme and scale, written onto the root for the style sheets and given to the component library.
import { theme as antdTheme, type ThemeConfig } from 'antd';
import { useEffect, useLayoutEffect, useMemo, useState } from 'react';
import { useView } from '../state/view-store.ts';
import { basePixels, scaleFor } from './scale.ts';
import { type Theme, type ThemeName, themes } from './themes.ts';

const windowSize = () => ({ width: window.innerWidth, height: window.innerHeight });

function useWindowSize(): { width: number; height: number } {
  const [size, setSize] = useState(windowSize);
  useEffect(() => {
    const onResize = () => setSize(windowSize());
    window.addEventListener('resize', onResize);
    return () => window.removeEventListener('resize', onResize);
  }, []);
  return size;
}

export interface Look {
  readonly name: ThemeName;
  readonly theme: Theme;
  readonly scale: number;
  readonly windowWidth: number;
}

export function useLook(): Look {
  const name = useView((view) => view.theme);
  const { width, height } = useWindowSize();
  const scale = scaleFor(width, height);
  return useMemo(() => ({ name, theme: themes[name], scale, windowWidth: width }), [name, scale, width]);
}

/** Writes the look onto the root element: colours as custom properties, the scale as the size of a rem. */
export function useRootLook({ name, theme, scale }: Look): void {
  useLayoutEffect(() => {
    const { style, dataset } = document.documentElement;
    dataset.theme = name;
    style.colorScheme = name;
    style.fontSize = `${scale * basePixels}px`;
    for (const [meaning, color] of Object.entries(theme)) {
      if (typeof color === 'string')
        style.setProperty(`--${meaning.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`, color);
    }
  }, [name, theme, scale]);
}

/** The component library's theme from ours. Its sizes are pixels, so they follow the scale here. */
export function libraryTheme({ name, theme, scale }: Look): ThemeConfig {
  return {
    algorithm: name === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    hashed: false,
    token: {
      motion: false,
      fontFamily: 'inherit',
      fontSize: basePixels * scale,
      // The library's own rule flattens lines as type grows.
      lineHeight: 1.55,
      lineHeightSM: 1.55,
      lineHeightLG: 1.55,
      sizeUnit: 4 * scale,
      controlHeight: 30 * scale,
      borderRadius: 3 * scale,
      colorPrimary: theme.accent,
      colorInfo: theme.accent,
      colorLink: theme.accent,
      colorError: theme.refusal,
      colorWarning: theme.doubt,
      colorTextLightSolid: theme.onAccent,
      colorBgBase: theme.surface,
      colorBgLayout: theme.ground,
      colorBgContainer: theme.surface,
      colorBgElevated: theme.raised,
      colorBorder: theme.line,
      colorBorderSecondary: theme.line,
      colorText: theme.text,
      colorTextSecondary: theme.muted,
      colorTextTertiary: theme.muted,
      colorTextDescription: theme.muted,
      colorTextPlaceholder: theme.muted,
    },
    components: {
      Table: {
        headerBg: theme.raised,
        headerColor: theme.muted,
        headerSplitColor: 'transparent',
        cellPaddingBlockSM: 5 * scale,
        cellPaddingInlineSM: 8 * scale,
        rowHoverBg: theme.raised,
      },
      Tabs: { horizontalMargin: '0', horizontalItemGutter: 28 * scale },
    },
  };
}
