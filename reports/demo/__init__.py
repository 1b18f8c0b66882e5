"""The demonstration: invented people, reports and figures of Quận 4 as they might have stood on 08/06/2018."""
