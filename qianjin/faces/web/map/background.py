"""底图设置 What lies under the parcels of the park's map."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from qianjin.apps.accounts.choices import Capability
from qianjin.apps.land import selectors, services
from qianjin.apps.land.choices import MapSource
from qianjin.faces.gate import acts
from qianjin.faces.gate.forms import blame
from qianjin.faces.gate.requests import ParkRequest
from qianjin.faces.web.frame import go, page
from qianjin.units.refusals import BadInput


class BackgroundForm(forms.Form):
    """What ``set_background`` takes; what must fit together, it says."""

    source = forms.ChoiceField(
        label=gettext_lazy("Background"), choices=MapSource.choices, widget=forms.RadioSelect
    )
    key = forms.CharField(
        label=gettext_lazy("Key of Tianditu"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("The park's own key for browsers; the map's readers can see it."),
    )
    address = forms.CharField(
        label=gettext_lazy("Address of the tiles"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Pictures of 256 pixels, with {z}, {x} and {y} in the address."),
    )
    file = forms.ChoiceField(
        label=gettext_lazy("PMTiles file"),
        required=False,
        help_text=gettext_lazy("Put the file into the folder “maps” of the data folder."),
    )
    attribution = forms.CharField(
        label=gettext_lazy("Whose map it is"), max_length=120, required=False
    )
    nearest = forms.IntegerField(
        label=gettext_lazy("Last zoom that the background has"), min_value=1, max_value=22
    )
    is_gcj02 = forms.BooleanField(
        label=gettext_lazy("The background is drawn on GCJ-02 (Amap, Tencent, Google in China)"),
        required=False,
        help_text=gettext_lazy("The parcels are then drawn there too; the book keeps CGCS2000."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: object, files: list[str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [("", pgettext_lazy("file", "None")), *((name, name) for name in files)]
        self.fields["file"].choices = choices  # type: ignore[attr-defined]


@acts(Capability.LAND_RULES)
def background(request: ParkRequest) -> HttpResponse:
    """Choose what lies under the parcels."""
    row = selectors.background_of(request.actor.park_id, chosen=True).row
    known = {name: getattr(row, name) for name in BackgroundForm.base_fields}
    files = sorted({*selectors.background_files(), *([row.file] if row.file else [])})
    form = BackgroundForm(request.POST or None, initial=known, files=files)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_background(
                park=request.park, by=request.actor, at=timezone.now(), **form.cleaned_data
            )
        except BadInput as refusal:
            blame(form, refusal)
        else:
            messages.success(request, _("The background has been saved."))
            return go(request, "web:map")
    return page(request, "web/map/background.html", {"form": form}, 422 if form.errors else 200)
