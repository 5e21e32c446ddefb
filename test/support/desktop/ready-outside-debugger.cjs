// Loaded behind Playwright's own module, which lets the app become ready within a call of its debugger. Windows that are
// made there nest Electron's loop in itself and now and then crash it, so whoever waits goes on at a turn of the loop.
const { app } = require('electron');

const { whenReady } = app;
app.whenReady = () => whenReady().then(() => new Promise((resolve) => setTimeout(resolve)));
