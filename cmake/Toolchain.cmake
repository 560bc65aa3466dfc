# Faster builds and the sanitizers: -DAOR_SANITIZE=address,undefined or =thread.
find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()
find_program(MOLD mold)
if(MOLD)
  add_link_options(-fuse-ld=mold)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Out of a precompiled header, g++ 12 reports its own strings as if they were ours.
  add_compile_options(-Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
endif()
set(AOR_SANITIZE "" CACHE STRING "comma-separated sanitizers of g++")
if(AOR_SANITIZE)
  add_compile_options(-fsanitize=${AOR_SANITIZE} -fno-omit-frame-pointer)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Optimised, what is instrumented takes g++ twice as long to compile, and the tests mostly wait.
    add_compile_options(-O0)
    # Instrumented, g++ 12 takes members of <regex> for uninitialised.
    add_compile_options(-Wno-maybe-uninitialized)
  endif()
  add_link_options(-fsanitize=${AOR_SANITIZE})
endif()
