mod rule;
mod ten_minutes;
