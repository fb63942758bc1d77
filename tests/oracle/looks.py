"""What a reader made of a picture, small enough to keep: its size and the averages of a coarse grid.

A cell is the average of at least 4x4 pixels where the picture is large enough, so that ways of rounding,
upsampling and filtering vanish, while a wrong colour, orientation, crop, frame or transparency stays.  The four
numbers of a cell are red, green and blue times alpha, and alpha: what lies below full transparency is nobody's
concern.
"""
import dataclasses

from PIL import Image, ImageDraw

CELLS = 32  # across and down, at most
PREVIEW = 220  # pixels of the longer side
SMALL = 96  # the same of the thumbnail that is compared with the whole picture
BLANK = ((0, 0, 0, 0), (0, 0, 0, 255), (127, 127, 127, 255), (128, 128, 128, 255), (255, 255, 255, 255))


@dataclasses.dataclass
class Look:
    width: int
    height: int
    cells: Image.Image
    preview: Image.Image
    small: Image.Image  # as a thumbnail should look


@dataclasses.dataclass
class Difference:
    mean: float  # of the largest differences of all cells, in 255ths
    most: int  # the largest of them


def cells_of(pixels):
    """4-pixel cells, but at least 4 of them: in fewer, two orientations look alike."""
    return max(min(pixels, 4), min(CELLS, pixels // 4))


def reduced(image, width, height, how):
    return image.convert("RGBa").resize((width, height), how).convert("RGBA")


def fitted(image, side, how):
    scale = min(1, side / max(image.size))
    return reduced(image, *(max(1, round(length * scale)) for length in image.size), how)


def look(image):
    """The look of an RGBA image."""
    width, height = image.size
    cells = image.convert("RGBa").resize((cells_of(width), cells_of(height)), Image.BOX)
    return Look(width, height, cells, fitted(image, PREVIEW, Image.BOX), fitted(image, SMALL, Image.LANCZOS))


def differ(ours, theirs, damaged=False):
    """Between two grids of the same size.  Every program has its own colour for the rows of a damaged picture that never
    came, and gives up a few rows earlier or later: cells that both leave blank are not compared, nor are the worst of
    the others, as many as two rows have."""
    worst = []
    for a, b in zip(ours.getdata(), theirs.getdata()):
        if not (damaged and a in BLANK and b in BLANK):
            worst.append(max(abs(x - y) for x, y in zip(a, b)))
    if damaged:
        worst = sorted(worst)[:-2 * ours.width]
    return Difference(sum(worst) / len(worst), max(worst)) if worst else Difference(0, 0)


def difference(ours, theirs, damaged=False):
    """None for pictures of different sizes."""
    if (ours.width, ours.height) != (theirs.width, theirs.height):
        return None
    return differ(ours.cells, theirs.cells, damaged)


def scaled_difference(full, thumb):
    """Between a picture and its thumbnail, in coarser cells.  None: another shape."""
    wanted, got = full.small, thumb.small
    if any(abs(a - b) > 1 for a, b in zip(wanted.size, (thumb.width, thumb.height))):
        return None
    cells = [max(1, min(8, side // 4)) for side in got.size]
    return differ(*(side.convert("RGBa").resize(cells, Image.BOX) for side in (wanted, got)))


def side_by_side(looks, path):
    """A PNG of previews with their names above them; None for who shows nothing."""
    width, height = PREVIEW + 10, PREVIEW + 34
    sheet = Image.new("RGB", (width * len(looks), height), (200, 200, 200))
    draw = ImageDraw.Draw(sheet)
    for x in range(0, sheet.width, 10):  # the chequers on which transparency shows
        for y in range(24, height, 10):
            if (x + y - 24) // 10 % 2:
                draw.rectangle((x, y, x + 9, y + 9), (160, 160, 160))
    for column, (name, what) in enumerate(looks):
        left = column * width + 5
        shown = f"{name}  {what.width}x{what.height}" if what else f"{name}  shows nothing"
        draw.text((left, 5), shown, (0, 0, 0))
        if what:
            sheet.paste(what.preview, (left, 28), what.preview)
    sheet.save(path)
