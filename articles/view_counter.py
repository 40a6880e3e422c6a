"""Being written."""

from django.http import HttpResponse


def answer(request, pk):
    return HttpResponse(status=204)
