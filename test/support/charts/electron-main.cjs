// One window with the page under test and the double of main in its preload.
const { app, BrowserWindow } = require('electron');

app.whenReady().then(() => {
  const { FAULTLINE_PAGE: page, FAULTLINE_PRELOAD: preload } = process.env;
  const window = new BrowserWindow({
    width: 900,
    height: 640,
    useContentSize: true,
    // The double is handed over as it is, so that tests can reach it.
    webPreferences: { preload, contextIsolation: false, sandbox: true },
  });
  window.loadFile(page);
});
