#include "support/nginx.hpp"

#include <unistd.h>

#include <filesystem>
#include <sstream>

namespace sallyport {

Nginx::Nginx()
    : service_(
          [this](std::uint16_t port) {
            const std::string root = directory_.path();
            std::filesystem::create_directories(root + "/www");
            std::ostringstream text;
            if (::geteuid() == 0) text << "user root;\n";
            text << "daemon off; worker_processes 1; pid " << root << "/pid;\nerror_log " << root << "/errors;\n"
                 << "events { worker_connections 256; }\nhttp {\n"
                 << "log_format short '$request_method $uri $status $connection';\naccess_log " << root
                 << "/access short;\ndefault_type text/plain;\ngzip on; gzip_types text/plain; gzip_proxied any; "
                 << "if_modified_since before; client_max_body_size 0;\n";
            for (const char* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"}) {
              text << kind << "_temp_path " << root << "/" << kind << ";\n";
            }
            text << "server { listen 127.0.0.1:" << port << "; root " << root << "/www; dav_methods PUT; }\n}\n";
            directory_.write("nginx.conf", text.str());
            return ProcessSpec{"/usr/sbin/nginx", {"-e", root + "/errors", "-c", root + "/nginx.conf"}, {}, {}, {}};
          },
          [this] { return directory_.read("errors"); }) {}

}  // namespace sallyport
