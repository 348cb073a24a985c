'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { type Theme, themeCookie } from '../../lib/client/theme.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';

const yearSeconds = 31_536_000;

const choices = [
  { theme: 'light', label: 'Light', Icon: Sun },
  { theme: 'dark', label: 'Dark', Icon: Moon },
  { theme: 'system', label: 'As the system', Icon: Monitor },
] as const;

/** Light, dark, or as the system. The cookie lets the server render the choice at once next time. */
export function ThemeSwitch({ theme: initial }: { readonly theme: Theme }) {
  const [theme, setTheme] = useState(initial);

  const choose = (next: Theme) => {
    setTheme(next);
    document.documentElement.dataset.theme = next;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every supported browser
    document.cookie = `${themeCookie}=${next}; path=/; max-age=${yearSeconds}; samesite=lax`;
  };

  const { label, Icon } = choices.find((choice) => choice.theme === theme) ?? choices[2];
  return (
    <Menu
      trigger={
        <Button kind="quiet" isIcon aria-label={`Theme: ${label}`} title={`Theme: ${label}`}>
          <Icon size={16} aria-hidden="true" />
        </Button>
      }
      entries={choices.map((choice) => ({
        label: choice.label,
        icon: <choice.Icon size={14} aria-hidden="true" />,
        run: () => choose(choice.theme),
      }))}
    />
  );
}
