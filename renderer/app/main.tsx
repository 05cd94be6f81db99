/** The start of the window. */
import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import '../ui/tokens.css';
import '../ui/base.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { openCarrier } from './carrier.ts';
import { followNativeMenu } from './native-menu.ts';
import { followTheme } from './theme.ts';
import { connectWorkbench } from './workbench.ts';

followTheme();
connectWorkbench(openCarrier());
followNativeMenu();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
