#include "platform/macos/app_bundle.hpp"

#import <AppKit/AppKit.h>

namespace sallyport {
namespace {

std::string text_of(NSString* text) { return text == nil ? std::string() : std::string([text UTF8String]); }

NSString* string_of(const std::string& text) { return [NSString stringWithUTF8String:text.c_str()]; }

/// In the user's language.
NSString* info_of(NSBundle* bundle, NSString* key) {
  id value = [bundle objectForInfoDictionaryKey:key];
  return [value isKindOfClass:[NSString class]] ? value : nil;
}

}  // namespace

AppBundle read_app_bundle(const std::string& path) {
  @autoreleasepool {
    NSBundle* bundle = [NSBundle bundleWithPath:string_of(path)];
    AppBundle app;
    app.executable = text_of([bundle executablePath]);
    if (app.executable.empty()) return {};
    app.path = path;
    app.identifier = text_of([bundle bundleIdentifier]);
    app.name = text_of(info_of(bundle, @"CFBundleDisplayName"));
    if (app.name.empty()) app.name = text_of(info_of(bundle, @"CFBundleName"));
    if (app.name.empty()) app.name = text_of([[string_of(path) lastPathComponent] stringByDeletingPathExtension]);
    app.is_client = info_of(bundle, @"SallyportClient") != nil;
    return app;
  }
}

std::string find_app_bundle(const std::string& identifier) {
  @autoreleasepool {
    NSURL* url = [[NSWorkspace sharedWorkspace] URLForApplicationWithBundleIdentifier:string_of(identifier)];
    return text_of([url path]);
  }
}

std::string bundle_around(const std::string& program) {
  const auto at = program.find(".app/");
  return at == std::string::npos ? std::string() : program.substr(0, at + 4);
}

bool write_icon(const std::string& bundle, const std::string& file) {
  @autoreleasepool {
    NSImage* icon = [[NSWorkspace sharedWorkspace] iconForFile:string_of(bundle)];
    if (icon == nil) return false;
    NSBitmapImageRep* pixels = [[NSBitmapImageRep alloc] initWithBitmapDataPlanes:nullptr
                                                                       pixelsWide:kIconSize
                                                                       pixelsHigh:kIconSize
                                                                    bitsPerSample:8
                                                                  samplesPerPixel:4
                                                                         hasAlpha:YES
                                                                         isPlanar:NO
                                                                   colorSpaceName:NSCalibratedRGBColorSpace
                                                                      bytesPerRow:0
                                                                     bitsPerPixel:0];
    [NSGraphicsContext saveGraphicsState];
    [NSGraphicsContext setCurrentContext:[NSGraphicsContext graphicsContextWithBitmapImageRep:pixels]];
    [icon drawInRect:NSMakeRect(0, 0, kIconSize, kIconSize)];
    [NSGraphicsContext restoreGraphicsState];
    NSData* png = [pixels representationUsingType:NSBitmapImageFileTypePNG properties:@{}];
    return [png writeToFile:string_of(file) atomically:YES] == YES;
  }
}

void set_bundle_icon(const std::string& path, const std::string& program) {
  @autoreleasepool {
    const std::string app = bundle_around(program);
    if (app.empty()) return;
    NSWorkspace* workspace = [NSWorkspace sharedWorkspace];
    [workspace setIcon:[workspace iconForFile:string_of(app)] forFile:string_of(path) options:0];
  }
}

}  // namespace sallyport
