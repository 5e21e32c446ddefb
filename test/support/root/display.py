"""What a person does at a display without a window manager, by X itself.

titles           prints the title of every window, one a line
clipboard        prints the text that was copied last
press TITLE KEY  presses these keys (KEY ...: Tab, space, Control+a) in the window of that title
"""
import ctypes
import signal
import sys

DEADLINE_S = 30

x = ctypes.CDLL('libX11.so.6')
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = ctypes.c_ulong
x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
x.XQueryTree.argtypes = [ctypes.c_void_p, ctypes.c_ulong] + [ctypes.c_void_p] * 4
x.XInternAtom.restype = ctypes.c_ulong
x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
x.XGetWindowProperty.argtypes = (
    [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_long, ctypes.c_long, ctypes.c_int, ctypes.c_ulong]
    + [ctypes.c_void_p] * 5
)
x.XCreateSimpleWindow.restype = ctypes.c_ulong
x.XCreateSimpleWindow.argtypes = [ctypes.c_void_p, ctypes.c_ulong] + [ctypes.c_int] * 5 + [ctypes.c_ulong] * 2
x.XConvertSelection.argtypes = [ctypes.c_void_p] + [ctypes.c_ulong] * 5
x.XNextEvent.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
x.XSetInputFocus.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_ulong]
x.XStringToKeysym.restype = ctypes.c_ulong
x.XKeysymToKeycode.restype = ctypes.c_ubyte
x.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
x.XSendEvent.argtypes = [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]

# Of X.h.
ANY_TYPE = 0
NOW = 0
REVERT_TO_PARENT = 2
KEY_PRESS, KEY_RELEASE, SELECTION_NOTIFY = 2, 3, 31
PRESS_MASK, RELEASE_MASK = 1, 2
CONTROL = 4


class KeyEvent(ctypes.Structure):
    """XKeyEvent of Xlib.h, in the space that any event takes."""

    _fields_ = [
        ('type', ctypes.c_int),
        ('serial', ctypes.c_ulong),
        ('send_event', ctypes.c_int),
        ('display', ctypes.c_void_p),
        ('window', ctypes.c_ulong),
        ('root', ctypes.c_ulong),
        ('subwindow', ctypes.c_ulong),
        ('time', ctypes.c_ulong),
        ('x', ctypes.c_int),
        ('y', ctypes.c_int),
        ('x_root', ctypes.c_int),
        ('y_root', ctypes.c_int),
        ('state', ctypes.c_uint),
        ('keycode', ctypes.c_uint),
        ('same_screen', ctypes.c_int),
        ('rest', ctypes.c_long * 24),
    ]


# A window that has just gone is no reason to end.
ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda display, event: 0)
x.XSetErrorHandler(ignore)
display = x.XOpenDisplay(None)
if not display:
    raise SystemExit('no display')
ROOT = x.XDefaultRootWindow(display)


def atom(name):
    return x.XInternAtom(display, name, 0)


def text_property(window, name, longest):
    kind, form, count, left = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
    text = ctypes.c_char_p()
    found = [ctypes.byref(one) for one in (kind, form, count, left, text)]
    refused = x.XGetWindowProperty(display, window, name, 0, longest, 0, ANY_TYPE, *found)
    return '' if refused or not text.value else text.value.decode('utf-8', 'replace')


def windows(window):
    yield window
    root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    children = ctypes.POINTER(ctypes.c_ulong)()
    found = [ctypes.byref(one) for one in (root, parent, children, count)]
    if x.XQueryTree(display, window, *found):
        for index in range(count.value):
            yield from windows(children[index])


def titled():
    """Of the freedesktop.org window manager specification: UTF-8."""
    name = atom(b'_NET_WM_NAME')
    for window in windows(ROOT):
        title = text_property(window, name, 256)
        if title:
            yield title, window


def clipboard():
    own = x.XCreateSimpleWindow(display, ROOT, 0, 0, 1, 1, 0, 0, 0)
    target = atom(b'FAULTLINE_TEST')
    x.XConvertSelection(display, atom(b'CLIPBOARD'), atom(b'UTF8_STRING'), target, own, NOW)
    event = (ctypes.c_long * 24)()
    while ctypes.cast(event, ctypes.POINTER(ctypes.c_int))[0] != SELECTION_NOTIFY:
        x.XNextEvent(display, event)
    return text_property(own, target, 1 << 20)


def send(window, kind, mask, keycode, state):
    event = KeyEvent(
        type=kind, display=display, window=window, root=ROOT, state=state, keycode=keycode, same_screen=1
    )
    x.XSendEvent(display, window, 1, mask, ctypes.byref(event))
    x.XSync(display, 0)


def press(title, keys):
    found = [window for name, window in titled() if name == title]
    if not found:
        raise SystemExit(f'no window has the title {title}')
    x.XSetInputFocus(display, found[0], REVERT_TO_PARENT, NOW)
    for key in keys:
        state = CONTROL if key.startswith('Control+') else 0
        keycode = x.XKeysymToKeycode(display, x.XStringToKeysym(key.removeprefix('Control+').encode()))
        send(found[0], KEY_PRESS, PRESS_MASK, keycode, state)
        send(found[0], KEY_RELEASE, RELEASE_MASK, keycode, state)


signal.alarm(DEADLINE_S)
command, *words = sys.argv[1:]
if command == 'titles':
    for title, _ in titled():
        print(title)
elif command == 'clipboard':
    print(clipboard())
else:
    press(words[0], words[1:])
