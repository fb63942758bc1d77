"""Lines on logarithmic axes as SVG, for documents: its own background, no script, no font."""
import math

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 360, 60, 40, 10
KEY = 190  # room for names at the right
COLOURS = ("#2f6db5", "#d1792c", "#3f8f4f", "#b5443f", "#7a5aa6")


def decades(values):
    return math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))


def plain(power):
    return f"{10 ** power:,}" if power >= 0 else f"{10 ** power:.{-power}f}"


def plot(x_name, lines):
    """`lines`: name: [(x, y), ...], all above 0.  A straight line of slope one is linear growth."""
    x0, x1 = decades([x for points in lines.values() for x, _ in points])
    y0, y1 = decades([y for points in lines.values() for _, y in points])

    def at(x, y):
        return (LEFT + (math.log10(x) - x0) / (x1 - x0) * (WIDTH - LEFT - KEY),
                HEIGHT - BOTTOM - (math.log10(y) - y0) / (y1 - y0) * (HEIGHT - BOTTOM - TOP))

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
           f'font-size="12"><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    for power in range(x0, x1 + 1):
        x, y = at(10 ** power, 10 ** y0)
        out.append(f'<path d="M{x:.1f} {y:.1f}V{TOP}" stroke="#ddd"/>'
                   f'<text x="{x:.1f}" y="{y + 16:.1f}" text-anchor="middle">{plain(power)}</text>')
    for power in range(y0, y1 + 1):
        x, y = at(10 ** x0, 10 ** power)
        out.append(f'<path d="M{x:.1f} {y:.1f}H{WIDTH - KEY}" stroke="#ddd"/>'
                   f'<text x="{x - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{plain(power)}</text>')
    out.append(f'<text x="{(LEFT + WIDTH - KEY) / 2}" y="{HEIGHT - 8}" text-anchor="middle">{x_name}</text>')
    for i, (name, points) in enumerate(lines.items()):
        path = " ".join("{:.1f},{:.1f}".format(*at(x, y)) for x, y in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[i]}" stroke-width="2"/>'
                   f'<text x="{WIDTH - KEY + 10}" y="{TOP + 16 + 18 * i}" fill="{COLOURS[i]}">{name}</text>')
    return "\n".join(out) + "\n</svg>\n"
