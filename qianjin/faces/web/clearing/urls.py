"""征地、挂牌与选址 The pages of acquisition, listing, readiness and sites."""

from __future__ import annotations

from django.urls import path

from . import acquisition, board, listings, part, ready, sites

urlpatterns = [
    path("clearing/", board.board, name="clearing"),
    path("clearing/export/", board.export, name="clearing_export"),
    path("clearing/parcels/", board.acquisitions, name="acquisitions"),
    path("clearing/new/", acquisition.new, name="acquisition_new"),
    path("clearing/villages/<int:pk>/", board.village, name="clearing_village"),
    path("clearing/<int:pk>/", acquisition.acquisition, name="acquisition"),
    path("clearing/<int:pk>/edit/", acquisition.edit, name="acquisition_edit"),
    path("clearing/<int:pk>/stop/", acquisition.stop, name="acquisition_stop"),
    path("clearing/<int:pk>/village/", acquisition.village, name="acquisition_village"),
    path("clearing/parts/<int:pk>/", part.part, name="clearing_part"),
    path("clearing/parts/<int:pk>/numbers/", part.numbers, name="clearing_numbers"),
    path("clearing/parts/<int:pk>/count/", part.count, name="clearing_count"),
    path("clearing/parts/<int:pk>/objection/", part.objection, name="clearing_objection"),
    path("clearing/parts/<int:pk>/hearing/", part.hearing, name="clearing_hearing"),
    path("clearing/parts/<int:pk>/meeting/", part.meeting, name="clearing_meeting"),
    path("clearing/objections/<int:pk>/settle/", part.settle, name="clearing_settle"),
    path("clearing/ready/", ready.ready, name="clearing_ready"),
    path("clearing/ready/export/", ready.export, name="clearing_ready_export"),
    path("clearing/ready/<int:pk>/", ready.parcel, name="clearing_parcel"),
    path("clearing/ready/<int:pk>/steps/<slug:code>/", ready.step, name="clearing_step"),
    path("clearing/steps/", ready.steps, name="clearing_steps"),
    path("clearing/steps/set/", ready.rule, name="clearing_rule"),
    path("listings/", listings.listings, name="listings"),
    path("listings/new/", listings.new, name="listing_new"),
    path("listings/<int:pk>/", listings.listing, name="listing"),
    path("listings/<int:pk>/paper/", listings.paper_add, name="listing_paper_add"),
    path("listings/<int:pk>/cover/", listings.cover, name="listing_cover"),
    path("listings/<int:pk>/pack/", listings.pack, name="listing_pack"),
    path("listings/<int:pk>/notice/", listings.notice, name="listing_notice"),
    path("listings/<int:pk>/begin/", listings.begin, name="listing_begin"),
    path("listings/<int:pk>/end/", listings.end, name="listing_end"),
    path("listings/<int:pk>/withdraw/", listings.withdraw, name="listing_withdraw"),
    path("listings/papers/<int:pk>/", listings.paper, name="listing_paper"),
    path("listings/papers/<int:pk>/files/", listings.files, name="listing_files"),
    path("listings/files/<int:pk>/", listings.file, name="listing_file"),
    path("sites/", sites.sites, name="sites"),
    path("sites/standing/", sites.standing, name="site_standing"),
    path("sites/new/", sites.new, name="site_new"),
    path("sites/<int:pk>/", sites.site, name="site"),
    path("sites/<int:pk>/edit/", sites.edit, name="site_edit"),
    path("sites/<int:pk>/search/", sites.search, name="site_search"),
    path("sites/<int:pk>/cancel/", sites.cancel, name="site_cancel"),
    path("sites/<int:pk>/choose/", sites.choose, name="site_choose"),
    path("sites/<int:pk>/settle/", sites.settle, name="site_settle"),
]
