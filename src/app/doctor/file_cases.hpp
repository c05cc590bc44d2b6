#pragma once

#include "app/doctor/case.hpp"
#include "app/doctor/configuration_source.hpp"
#include "sallyport/ports/configuration_files.hpp"

namespace sallyport {

/// What a configuration file gives reason to find: variables that contradict the settings (`variable:~/.bashrc:12`), a
/// bypass list that differs from theirs (`bypass:…`), passwords in plain text (`password:…`).
[[nodiscard]] Cases examine_file(const ConfigurationSource& source, const ConfigurationFile& file,
                                 const Examination& examination);

/// `file:~/.bashrc`, for a file that could not be looked at.
[[nodiscard]] Case unread_file(const ConfigurationSource& source, std::string_view reason);

}  // namespace sallyport
