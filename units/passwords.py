"""What a password must be. Django's own rules, in words that say what to do; their Vietnamese is half English."""

from django.contrib.auth import password_validation


class LongEnough(password_validation.MinimumLengthValidator):
    def __init__(self, min_length=10):
        super().__init__(min_length)

    def get_error_message(self):
        return f"Mật khẩu mới ngắn quá, nhập ít nhất {self.min_length} ký tự."

    def get_help_text(self):
        return f"Ít nhất {self.min_length} ký tự, dễ nhớ nhất là vài từ ghép lại."


class NotAboutThePerson(password_validation.UserAttributeSimilarityValidator):
    def __init__(self):
        super().__init__(user_attributes=("username", "full_name", "email"))

    def get_error_message(self):
        return "Mật khẩu mới gần giống tên đăng nhập, họ tên hoặc địa chỉ thư, chọn mật khẩu khác."

    def get_help_text(self):
        return "Không giống tên đăng nhập, họ tên hoặc địa chỉ thư."


class NotCommon(password_validation.CommonPasswordValidator):
    def get_error_message(self):
        return "Mật khẩu mới nằm trong danh sách hay bị đoán, chọn mật khẩu khác."

    def get_help_text(self):
        return ""


class NotOnlyDigits(password_validation.NumericPasswordValidator):
    def get_error_message(self):
        return "Mật khẩu mới chỉ có chữ số, thêm chữ cái."

    def get_help_text(self):
        return "Không chỉ gồm chữ số."
