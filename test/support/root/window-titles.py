"""Prints the title of every window of the display, one a line."""
import ctypes

x = ctypes.CDLL('libX11.so.6')
x.XOpenDisplay.restype = ctypes.c_void_p
x.XDefaultRootWindow.restype = ctypes.c_ulong
x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
x.XQueryTree.argtypes = [ctypes.c_void_p, ctypes.c_ulong] + [ctypes.c_void_p] * 4
# A window that has just gone is no reason to end.
ignore = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda display, event: 0)
x.XSetErrorHandler(ignore)
display = x.XOpenDisplay(None)
if not display:
    raise SystemExit('no display')


# Of the freedesktop.org window manager specification: UTF-8.
x.XInternAtom.restype = ctypes.c_ulong
x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
NAME = x.XInternAtom(display, b'_NET_WM_NAME', 0)
ANY_TYPE = 0
LONGEST = 256
x.XGetWindowProperty.argtypes = (
    [ctypes.c_void_p, ctypes.c_ulong, ctypes.c_ulong, ctypes.c_long, ctypes.c_long, ctypes.c_int, ctypes.c_ulong]
    + [ctypes.c_void_p] * 5
)


def title_of(window):
    kind, form, count, left = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
    text = ctypes.c_char_p()
    found = [ctypes.byref(one) for one in (kind, form, count, left, text)]
    refused = x.XGetWindowProperty(display, window, NAME, 0, LONGEST, 0, ANY_TYPE, *found)
    return '' if refused or not text.value else text.value.decode('utf-8', 'replace')


def show(window):
    title = title_of(window)
    if title:
        print(title)
    root, parent, count = ctypes.c_ulong(), ctypes.c_ulong(), ctypes.c_uint()
    children = ctypes.POINTER(ctypes.c_ulong)()
    found = [ctypes.byref(one) for one in (root, parent, children, count)]
    if x.XQueryTree(display, window, *found):
        for index in range(count.value):
            show(children[index])


show(x.XDefaultRootWindow(display))
