"""The geometry under the rendered labels: what the truth says about places is only as good as this."""

from __future__ import annotations

import io

import numpy as np
import pytest
import zxingcpp
from labels import solid
from labels.artwork import Artwork
from labels.camera import Phone, develop
from labels.fonts import FontMissingError
from labels.scene import Label, Lens, Pose, Stage
from PIL import Image, ImageOps

SOLIDS = [solid.card(60, 40), solid.bottle(15, 60), solid.cone(20, 24, 60), solid.tube(90, 100)]


@pytest.mark.parametrize("body", SOLIDS)
def test_wrapping_print_and_unrolling_it_again_is_nothing_at_all(body: solid.Solid) -> None:
    u, v = (grid.ravel() for grid in np.meshgrid(np.linspace(-18, 18, 13), np.linspace(4, 36, 9)))
    points, normals = body.wrap(u, v)
    assert np.allclose(body.unroll(points), (u, v), atol=0.08)  # mm
    assert np.allclose(np.linalg.norm(normals, axis=1), 1)


@pytest.mark.parametrize("body", SOLIDS)
def test_rays_meet_the_solid_where_its_print_was_projected(body: solid.Solid) -> None:
    pose = Pose(tilt=8, roll=-6, aim=20, distance=200)
    stage = Stage(body, pose, Lens(900, 1200, 3000), Label(np.zeros((4, 4, 3), np.float32), (30, 30), (-15, 5)))
    x, y = (grid.ravel() for grid in np.meshgrid(np.linspace(2, 28, 6), np.linspace(2, 28, 6)))
    pixels, squarely = stage.place(x, y)
    seen = squarely > 0.2
    assert seen.sum() > 12
    rays = np.stack([(pixels[:, 0] - 450) / 3000, (pixels[:, 1] - 600) / 3000, -np.ones(len(x))], axis=1)[seen]
    points, _, met = body.hit((stage.camera - stage.moved) @ stage.turned, rays @ stage.turned)
    assert met.all()
    u, v = body.unroll(points)
    assert np.allclose(u + 15, x[seen], atol=0.15)
    assert np.allclose(v - 5, y[seen], atol=0.15)


def test_a_tube_keeps_its_girth_from_crimp_to_cap() -> None:
    tube = solid.tube(90, 100)
    angles = np.linspace(0, 2 * np.pi, 2001)
    body = tube.part == 0
    for a, b in zip(tube.a[body][:-2], tube.b[body][:-2], strict=True):
        assert np.hypot(a * np.cos(angles), b * np.sin(angles)).mean() * 2 * np.pi == pytest.approx(90, rel=0.02)


def test_a_barcode_carries_its_check_digit() -> None:
    art = Artwork(40, 20, "#ffffff")
    try:
        art.barcode((4, 3), 30, 10, "200417100003", "#000000", "#ffffff")
    except FontMissingError as missing:
        pytest.skip(str(missing))
    assert zxingcpp.read_barcode(art.pixels()).text == "2004171000034"


@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_a_picture_stored_turned_is_upright_by_its_exif(orientation: int) -> None:
    picture = np.zeros((40, 60, 3), np.uint8)
    picture[:20, :30] = 255  # white at the top left
    stored = Image.open(io.BytesIO(develop(picture, Phone(orientation=orientation))))
    upright = np.asarray(ImageOps.exif_transpose(stored).convert("L"))
    assert upright.shape == (40, 60)
    assert upright[:18, :28].min() > 200 > 60 > upright[22:].max()
