"""Plots that draw fast and are pointed at: the same for every technique.

A tab makes one `gesture.Selection`, one or more `canvas.Canvas` and places `plot.Plot`s on them; `plot.link_x` lets
plots share their x axis. It draws by giving a plot's layers lists of `drawables`: `plot.data` what does not change in a
drag (kept as a picture), `plot.live` what does. `view.View` navigates by itself and says by signals what else was done:
`clicked`, `double_clicked`, `menu_wanted`, `hovered`, `dragged` (Shift or Ctrl held), `turned` (the wheel with Ctrl).
`bands.Bands` are the regions of an axis, `grip.Handle` and `markers.Marker` what is taken with the mouse or moved with
the arrow keys, `labels.Label` and `legend.Legend` texts that keep off the data. `redraw.Redraw` draws once a frame.

Positions on a logarithmic axis are decimal logarithms; gestures speak in pixels of the frame, `View.mapping()` turns
them into data and back. Nothing here knows a project, and nothing ever changes its range by itself.
"""
