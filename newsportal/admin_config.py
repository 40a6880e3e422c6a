"""Django's admin as an application, with the newsroom's own site in the place of the stock one."""

from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    default_site = "newsportal.admin_site.NewsroomSite"
