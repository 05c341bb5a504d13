// The beat in which signs flash: told to the style sheet twice a second, so that a screen full of them costs two drawings and no more.
import { useEffect } from 'react';

const beatMs = 500;

export function useFlash(): void {
  useEffect(() => {
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const { dataset } = document.documentElement;
    const timer = setInterval(() => {
      dataset['flash'] = dataset['flash'] === 'off' ? 'on' : 'off';
    }, beatMs);
    return () => {
      clearInterval(timer);
      delete dataset['flash'];
    };
  }, []);
}
