// What the headers of fmt 9 declare and its shared library holds.
#include <fmt/format-inl.h>

template auto fmt::detail::thousands_sep_impl<char>(locale_ref) -> thousands_sep_result<char>;
template auto fmt::detail::locale_ref::get<std::locale>() const -> std::locale;
template auto fmt::detail::decimal_point_impl<char>(locale_ref) -> char;
